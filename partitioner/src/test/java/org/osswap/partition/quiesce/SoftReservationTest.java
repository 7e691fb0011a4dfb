package org.osswap.partition.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.Extents;
import org.osswap.partition.Trees;
import org.osswap.partition.plan.PlanRequest;
import org.osswap.partition.plan.Planner;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Undo;

/**
 * The lab machine booted with a soft reservation, which kmem has made movable memory of. What
 * /proc/iomem lists is of kernel 6.1 (6.12 lists the same), or of 7.2.
 */
final class SoftReservationTest {
  private static final String KERNEL_6 =
      """
      100000000-19fffffff : Soft Reserved
        100000000-19fffffff : dax0.0
          100000000-19fffffff : System RAM (kmem)
      """;

  /** Since 7.0 soft-reserved memory is in a tree of its own, which no file shows. */
  private static final String KERNEL_7 =
      """
      100000000-19fffffff : dax0.0
        100000000-19fffffff : System RAM (kmem)
      """;

  private static final Machine CAPTURED = Trees.q35();
  private static final String BLOCKS = "sys/devices/system/memory/memory";
  private static final String KMEM = "sys/bus/dax/drivers/kmem/";
  private static final int FIRST_BLOCK = 32;
  private static final int COUNT = 20;

  @TempDir Path dir;
  private Path tree;
  private final List<String> written = new ArrayList<>();
  private final List<Undo> undos = new ArrayList<>();

  /** tee that writes, like the real one; a block that is held answers as the kernel does. */
  private final class Tee implements ProcessRunner {
    private final String held;

    Tee(String held) {
      this.held = held;
    }

    @Override
    public Outcome run(List<String> argv, Duration limit) {
      return run(argv, "", limit);
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      if (!argv.get(0).equals("tee")) {
        return new Outcome(argv, 0, "", "", false);
      }
      Path file = Path.of(argv.get(1));
      String block = file.getParent().getFileName().toString();
      if (block.equals(held)) {
        return new Outcome(argv, 1, "", "tee: state: Device or resource busy", false);
      }
      try {
        Files.writeString(file, input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written.add(block + " " + input);
      return new Outcome(argv, 0, "", "", false);
    }
  }

  @BeforeEach
  void copyTree() throws IOException {
    tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    write(
        "proc/cmdline",
        Files.readString(tree.resolve("proc/cmdline"))
            .replace(
                "memmap=2560M$0x100000000",
                "memmap=2560M%0x100000000-1+0xefffffff memhp_default_state=online_movable"));
    iomem(KERNEL_6);
    dax("dax0.0", "../../../devices/platform/hmem.0/dax0.0", "0x100000000", 2560 * Extents.MIB);
    Files.createDirectories(tree.resolve(KMEM + "dax0.0"));
    write(KMEM + "bind", "");
    write(KMEM + "unbind", "");
    for (int i = FIRST_BLOCK; i < FIRST_BLOCK + COUNT; i++) {
      write(BLOCKS + i + "/phys_index", String.format("%08x%n", i));
      write(BLOCKS + i + "/state", "online\n");
      write(BLOCKS + i + "/valid_zones", "Movable\n");
    }
    // The root port counts as removed already: files don't react as a kernel does.
    Files.delete(tree.resolve("sys/bus/pci/devices/0000:41:00.0"));
    Files.delete(tree.resolve("sys/bus/pci/devices/0000:40:00.0"));
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(tree.resolve(path).getParent());
    Files.writeString(tree.resolve(path), text);
  }

  private void iomem(String above4GiB) throws IOException {
    String captured = Files.readString(Trees.Q35.resolve("proc/iomem"));
    assertThat(captured).contains("fffc0000-19fffffff : Reserved\n");
    write(
        "proc/iomem",
        captured.replace(
            "fffc0000-19fffffff : Reserved\n", "fffc0000-ffffffff : Reserved\n" + above4GiB));
  }

  private void dax(String name, String link, String resource, long size) throws IOException {
    Path device = tree.resolve("sys/bus/dax/devices").resolve(name);
    Files.createDirectories(device.getParent());
    Files.createSymbolicLink(device, Path.of(link));
    Path real = device.getParent().resolve(link).normalize();
    Files.createDirectories(real);
    Files.writeString(real.resolve("resource"), resource + "\n");
    Files.writeString(real.resolve("size"), size + "\n");
  }

  /** The inventory of the machine with its PCI devices still there. */
  private Machine machine() {
    return Trees.machine(tree).toBuilder()
        .clearPci().addAllPci(CAPTURED.getPciList())
        .clearNics().addAllNics(CAPTURED.getNicsList())
        .clearHostBridges().addAllHostBridges(CAPTURED.getHostBridgesList())
        .build();
  }

  private PartitionPlan plan() {
    return Planner.plan(machine(), PlanRequest.defaults("s", "10.77.0.11/24"));
  }

  private void quiesce(PartitionPlan plan, String held) {
    new Quiescer(SysRoot.at(tree), new Tee(held)).quiesce(plan, undos::add, line -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {KERNEL_6, KERNEL_7})
  void itIsFoundOnOldAndNewKernels(String iomem) throws IOException {
    iomem(iomem);

    ImmutableList<Memory> soft =
        machine().getMemoryList().stream()
            .filter(memory -> memory.getKind() == Memory.Kind.SOFT_RESERVED)
            .collect(ImmutableList.toImmutableList());

    assertThat(soft).extracting(Memory::getDevice).containsExactly("dax0.0");
    assertThat(soft)
        .extracting(Memory::getExtent)
        .containsExactly(Extents.of(0x100000000L, 0x1a0000000L));
    assertThat(machine().getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.SYSTEM_RAM)
        .extracting(Memory::getExtent)
        .containsExactly(
            Extents.of(0x100000, 0x7ffdd000), Extents.of(0x1a0000000L, 0x200000000L));
    assertThat(plan().getQuiesceMemoryList()).isEqualTo(soft);
  }

  @Test
  void persistentMemoryIsNobodysPartition() throws IOException {
    iomem(KERNEL_6 + "a00000000-a3fffffff : Persistent Memory\n  a00000000-a3fffffff : dax1.0\n");
    dax(
        "dax1.0",
        "../../../devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0012:00/ndbus0/region1/dax1.1/dax1.0",
        "0xa00000000",
        Extents.GIB);

    assertThat(machine().getMemoryList()).extracting(Memory::getDevice).doesNotContain("dax1.0");
  }

  @Test
  void itsBlocksGoOfflineHighestFirstAndThenKmemLetsGo() throws IOException {
    PartitionPlan plan = plan();
    iomem("100000000-19fffffff : Soft Reserved\n  100000000-19fffffff : dax0.0\n");

    quiesce(plan, "none");

    assertThat(written).hasSize(COUNT).startsWith("memory51 offline").endsWith("memory32 offline");
    assertThat(Files.readString(tree.resolve(KMEM + "unbind"))).isEqualTo("dax0.0");
  }

  @Test
  void undoGivesItBackToKmemBeforeItsBlocksGoOnline() throws IOException {
    PartitionPlan plan = plan();
    iomem("100000000-19fffffff : Soft Reserved\n  100000000-19fffffff : dax0.0\n");

    quiesce(plan, "none");

    List<String> backwards =
        ImmutableList.copyOf(undos).reverse().stream().map(Undo::getWhat).toList();
    int bind = backwards.indexOf("give dax0.0 back to kmem");
    assertThat(bind).isNotNegative();
    assertThat(backwards.subList(bind + 1, backwards.size()))
        .contains("put memory32 online", "put memory51 online");
    assertThat(backwards.subList(0, bind)).noneMatch(what -> what.startsWith("put memory"));
    assertThat(undos)
        .filteredOn(undo -> undo.getWhat().equals("put memory32 online"))
        .allMatch(undo -> undo.getWrite().getValue().equals("online_movable"));
  }

  @Test
  void aBlockThatIsHeldIsNamedWithItsZoneAndKmemKeepsTheDevice() throws IOException {
    PartitionPlan plan = plan();

    assertThatThrownBy(() -> quiesce(plan, "memory40"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).startsWith("memory40 (0x140000000");
              assertThat(failure.reason()).contains("Device or resource busy", "pinned");
              assertThat(failure.remedy()).contains("page dumped because");
            });
    assertThat(Files.readString(tree.resolve(KMEM + "unbind"))).isEmpty();

    write(BLOCKS + "40/valid_zones", "Normal\n");
    assertThatThrownBy(() -> quiesce(plan, "memory40"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.remedy()).contains("memhp_default_state=online_movable"));
  }

  @Test
  void memoryThatKmemKeepsStopsIt() {
    PartitionPlan plan = plan();

    assertThatThrownBy(() -> quiesce(plan, "none"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the running kernel still uses 0x100000000");
  }

  @Test
  void whatKmemNeverHadIsFreeAlready() throws IOException {
    iomem("100000000-19fffffff : Soft Reserved\n  100000000-19fffffff : dax0.0\n");
    Files.delete(tree.resolve(KMEM + "dax0.0"));

    quiesce(plan(), "none");

    assertThat(written).isEmpty();
    assertThat(Files.readString(tree.resolve(KMEM + "unbind"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000000-19fffffff : Soft Reserved\n", ""})
  void aReservationThatNoDeviceShowsIsNamedWithItsModules(String iomem) throws IOException {
    iomem(iomem);
    Files.delete(tree.resolve("sys/bus/dax/devices/dax0.0"));

    assertThatThrownBy(this::plan)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).contains("0x100000000");
              assertThat(failure.reason()).contains("soft-reserve", "no dax device");
              assertThat(failure.remedy()).contains("dax_hmem", "kmem", "osswap prepare");
            });
  }
}
