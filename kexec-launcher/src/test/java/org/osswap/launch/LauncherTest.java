package org.osswap.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.boot.Layout;
import org.osswap.launch.image.Kernels;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Extent;
import org.osswap.proto.MemoryLinkPlan;
import org.osswap.proto.PartitionPlan;

/** A whole load into memory on the heap, read again as the successor's kernel would read it. */
final class LauncherTest {
  @TempDir Path dir;
  private final HeapMemory memory = new HeapMemory();
  private final PartitionPlan plan = Plans.q35();
  private final byte[] kernel = Kernels.debian13(8192);
  private final byte[] initrd = Kernels.initrd(1001);
  private final ByteSource agent = ByteSource.wrap(Kernels.initrd(500));
  private TargetImage image;

  @BeforeEach
  void makeImage() throws Exception {
    image = TargetImage.open(Kernels.image(dir.resolve("13"), kernel, initrd));
  }

  @Test
  void theKernelFindsItselfItsInitrdItsCommandLineAndItsTables() throws Exception {
    Layout layout = launcher("").load(plan, image, List.of(agent), "console=ttyS1");

    ByteBuffer page = page(layout.bootParams());
    assertThat(page.getInt(0x202)).as("HdrS").isEqualTo(0x53726448);
    long initrdAt = address(page, 0x218, 0xc0);
    assertThat(address(page, 0x21c, 0xc4)).as("initrd with agent").isEqualTo(1004 + 500);
    assertThat(memory.read(initrdAt, 1001)).isEqualTo(initrd);
    assertThat(memory.read(initrdAt + 1001, 3)).as("padding").containsOnly(0);
    assertThat(memory.read(initrdAt + 1004, 500)).isEqualTo(agent.read());
    assertThat(text(address(page, 0x228, 0xc8)))
        .isEqualTo(
            "console=ttyS1 tsc=reliable tsc_early_khz=2000000 maxcpus=2 no_ipi_broadcast=1"
                + " pci=noearly panic=0");
    assertThat(new String(memory.read(page.getLong(0x70), 8), StandardCharsets.US_ASCII))
        .isEqualTo("RSD PTR ");
    long code = layout.kernel().getStart();
    assertThat(code % 0x200000).isZero();
    assertThat(memory.read(code, 8192))
        .isEqualTo(java.util.Arrays.copyOfRange(kernel, kernel.length - 8192, kernel.length));
  }

  private List<String> memoryMap(Layout layout) {
    ByteBuffer page = page(layout.bootParams());
    List<String> map = new ArrayList<>();
    for (int i = 0; i < page.get(0x1e8); i++) {
      int at = 0x2d0 + i * 20;
      map.add(
          String.format(
              "%x-%x %d", page.getLong(at), page.getLong(at) + page.getLong(at + 8), page.getInt(at + 16)));
    }
    return map;
  }

  @Test
  void theMemoryMapIsThePartitionAndItsLowMemoryWithoutWhatIsShared() {
    assertThat(memoryMap(launcher("").load(plan, image, List.of(), "")))
        .containsExactly(
            "1a000-1b000 2",
            "1b000-40000 1",
            "b0000000-c0000000 2",
            "100000000-100002000 1",
            "100002000-100003000 3",
            "100003000-1001f0000 1",
            "1001f0000-1001f1000 2",
            "1001f1000-1a0000000 1");
  }

  @Test
  void theHandoffLinksWindowIsReservedAndReadyBeforeTheKernelStarts() {
    Extent window = Extents.sized(0x1_0020_0000L, 0x80_2000);
    PartitionPlan linked =
        plan.toBuilder()
            .setMemoryLink(
                MemoryLinkPlan.newBuilder()
                    .setWindow(window)
                    .setIncumbentAddress("192.168.255.253")
                    .setSuccessorAddress("192.168.255.254"))
            .build();
    Layout layout = launcher("").load(linked, image, List.of(), "");

    assertThat(memoryMap(layout))
        .containsSequence("1001f1000-100200000 1", "100200000-100a02000 2", "100a02000-1a0000000 1");
    assertThat(Extents.overlap(layout.kernel(), window)).isFalse();
    for (long ring : new long[] {window.getStart(), window.getStart() + 0x40_1000}) {
      assertThat(memory.read(ring, 8)).isEqualTo("OSSWRING".getBytes(StandardCharsets.US_ASCII));
      assertThat(memory.u64(ring + 0x80)).as("tail").isZero();
    }
    assertThat(memory.mapped()).isZero();
  }

  @Test
  void theTrampolineLeadsToTheKernel() {
    Layout layout = launcher("").load(plan, image, List.of(), "");

    assertThat(memory.read(0x10000, 2)).as("cli, cld").isEqualTo(new byte[] {(byte) 0xfa, (byte) 0xfc});
    assertThat(memory.u64(0x10f08)).isEqualTo(layout.bootParams().getStart());
    assertThat(memory.u64(0x10f10)).isEqualTo(layout.kernel().getStart() + 0x200);
    assertThat(memory.u64(0x11000)).as("PML4").isEqualTo(0x12003);
    assertThat(memory.u64(0x12000 + 4 * 8)).as("PDPT, fifth GiB").isEqualTo(0x1_0000_0083L);
    assertThat(memory.u64(0x1a010)).as("decoy I/O APIC").isEqualTo(0x00170020);
  }

  @Test
  void allThatWasMappedIsUnmapped() {
    launcher("").load(plan, image, List.of(agent), "");

    assertThat(memory.mapped()).isZero();
  }

  @Test
  void nothingOutsideOfThePartitionIsWritten() {
    launcher("").load(plan, image, List.of(agent), "");

    assertThat(
            Extents.set(
                List.of(
                    plan.getMemory(0),
                    plan.getLow().getTrampoline(),
                    plan.getLow().getDecoyIoapic())))
        .matches(partition -> partition.enclosesAll(Extents.set(memory.writtenPages())));
  }

  @Test
  void memoryThatTheRunningKernelUsesIsRefusedBeforeAnythingIsWritten() {
    Launcher launcher = launcher("00100000-7ffd7fff : System RAM\n150000000-1ffffffff : System RAM\n");

    assertThatThrownBy(() -> launcher.load(plan, image, List.of(), ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is in use by the running kernel");
    assertThat(memory.writtenPages()).isEmpty();
  }

  @Test
  void anImageLargerThanThePartitionIsRefusedWithNumbers() {
    PartitionPlan small =
        plan.toBuilder().setMemory(0, Extents.sized(0x1_0000_0000L, 48 << 20)).build();

    assertThatThrownBy(() -> launcher("").check(small, image, 0, ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("larger than the partition")
        .hasMessageContaining("largest extent 48 MiB");
  }

  @Test
  void whatIsToBeAppendedCountsBeforeItExists() throws Exception {
    Layout checked = launcher("").check(plan, image, agent.size(), "");

    assertThat(checked).isEqualTo(launcher("").load(plan, image, List.of(agent), ""));
    assertThatThrownBy(() -> launcher("").check(plan, image, 3L << 30, ""))
        .hasMessageContaining("larger than the partition");
  }

  @Test
  void lowMemoryThatTheIncumbentNeedsIsRefused() {
    PartitionPlan.Builder shared = plan.toBuilder();
    shared.getLowBuilder().setRam(Extents.of(0x1_b000, 0x6_0000));

    assertThatThrownBy(() -> launcher("").check(shared.build(), image, 0, ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("low memory 0x1b000-0x5ffff (276 KiB): is the incumbent's");
  }

  @Test
  void aCommandLineThatTheKernelWouldCutIsRefused() {
    assertThatThrownBy(() -> launcher("").check(plan, image, 0, "x".repeat(2048)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("this kernel takes 2047");
  }

  @Test
  void memoryThatDoesNotKeepWhatWasWrittenIsFoundOut() {
    HeapMemory forgetful = new HeapMemory();
    forgetful.stickAt(0x1_9fff_f123L);

    assertThatThrownBy(
            () ->
                new Launcher(forgetful, SysRoot.at(dir))
                    .load(plan, image, List.of(ByteSource.wrap(Kernels.initrd(1 << 20))), ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("read back what was loaded: initrd: at 0x19ffff123");
  }

  @Test
  void aNewGrantPageGrantsNothing() {
    launcher("").load(plan, image, List.of(), "");

    try (GrantPage page = GrantPage.open(memory, plan)) {
      assertThat(page.parked()).isFalse();
      assertThat(page.kickPending()).isFalse();
      assertThat(page.successorBeats()).isZero();
    }
  }

  private Launcher launcher(String iomem) {
    try {
      Files.createDirectories(dir.resolve("proc"));
      Files.writeString(dir.resolve("proc/iomem"), iomem);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Launcher(memory, SysRoot.at(dir));
  }

  private ByteBuffer page(Extent extent) {
    return ByteBuffer.wrap(memory.read(extent.getStart(), 4096)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long address(ByteBuffer page, int low, int high) {
    return Integer.toUnsignedLong(page.getInt(low)) | Integer.toUnsignedLong(page.getInt(high)) << 32;
  }

  private String text(long address) {
    String text = new String(memory.read(address, 2048), StandardCharsets.US_ASCII);
    return text.substring(0, text.indexOf('\0'));
  }
}
