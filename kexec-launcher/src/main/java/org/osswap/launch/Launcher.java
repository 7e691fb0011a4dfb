package org.osswap.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.acpi.AcpiTables;
import org.osswap.launch.boot.BootParams;
import org.osswap.launch.boot.CommandLine;
import org.osswap.launch.boot.Layout;
import org.osswap.launch.boot.Trampoline;
import org.osswap.launch.image.BzImage;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.IoMem;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Extent;
import org.osswap.proto.LowSlot;
import org.osswap.proto.PartitionPlan;

/** On the incumbent: puts the successor into the partition's memory, and starts it. */
public final class Launcher {
  /** Linux takes an initramfs that follows another one only at a multiple of this. */
  private static final int INITRD_ALIGNMENT = 4;

  /** The decoy I/O APIC's window register (IOWIN): reads as version 0x20, 24 pins. */
  private static final int DECOY_WINDOW = 0x10;

  private static final int DECOY_VERSION = 0x00170020;

  private final PhysicalMemory memory;
  private final SysRoot root;
  private final CpuHotplug cpus;

  public Launcher(PhysicalMemory memory, SysRoot root) {
    this(memory, root, CpuHotplug.sysfs(root));
  }

  Launcher(PhysicalMemory memory, SysRoot root, CpuHotplug cpus) {
    this.memory = memory;
    this.root = root;
    this.cpus = cpus;
  }

  /**
   * Finds out whether the image can be loaded; touches nothing.
   *
   * @param appended bytes, at most, that follow the image's own initrd; the archives need not exist
   * @param extraCommandLine kernel parameters after the image's own
   * @return where everything would go
   * @throws Failure if it can't
   */
  public Layout check(
      PartitionPlan plan, TargetImage image, long appended, String extraCommandLine) {
    long own = Extents.alignUp(size(image.initrd()), INITRD_ALIGNMENT);
    return layout(plan, image, own + appended, extraCommandLine);
  }

  private static Layout layout(
      PartitionPlan plan, TargetImage image, long initrdSize, String extraCommandLine) {
    byte[] commandLine = commandLine(plan, image, extraCommandLine);
    if (plan.getCpusCount() == 0) {
      throw refusal("partition", "the plan has no CPU");
    }
    if (plan.getTscKhz() == 0) {
      throw refusal("time stamp counter", "its frequency is unknown");
    }
    refuseSharedLowMemory(plan);
    return Layout.of(
        plan,
        image.kernel(),
        commandLine.length,
        AcpiTables.build(plan, 0).length,
        initrdSize);
  }

  /**
   * Writes everything that the successor needs into the partition and its chunk of low memory, reads
   * it back and compares it. The CPUs need not be quiesced yet, the memory must be.
   *
   * @param appendedInitrd cpio archives that follow the image's own initrd
   * @param extraCommandLine kernel parameters after the image's own
   * @throws Failure if anything is not as it should be; nothing has been started then
   */
  public Layout load(
      PartitionPlan plan,
      TargetImage image,
      List<ByteSource> appendedInitrd,
      String extraCommandLine) {
    Layout layout = layout(plan, image, size(initrd(image, appendedInitrd)), extraCommandLine);
    refuseUsedMemory(plan);
    List<Placement> placements =
        placements(plan, image, appendedInitrd, extraCommandLine, layout);
    GrantPage.create(memory, plan).close();
    if (plan.hasMemoryLink()) {
      MemoryLink.create(memory, plan.getMemoryLink());
    }
    // The bytes between the code and init_size are the kernel's; stale bytes there do no harm, but
    // they would make two launches differ.
    clear(layout.kernel());
    placements.forEach(placement -> placement.write(memory));
    placements.forEach(placement -> placement.verify(memory));
    return layout;
  }

  /**
   * Starts the loaded successor on the first CPU of the plan, which must be offline. Returns when this
   * CPU is in long mode, at the kernel's door.
   *
   * @throws Failure if it did not get there; the incumbent's own trampoline is whole in any case
   */
  public Kick kick(PartitionPlan plan) {
    return Kick.start(memory, cpus, plan);
  }

  private static List<Placement> placements(
      PartitionPlan plan,
      TargetImage image,
      List<ByteSource> appendedInitrd,
      String extraCommandLine,
      Layout layout) {
    BzImage kernel = image.kernel();
    long kernelAt = layout.kernel().getStart();
    long bootParamsAt = layout.bootParams().getStart();
    return ImmutableList.of(
        Placement.of("boot_params", bootParamsAt, BootParams.build(plan, layout, kernel)),
        Placement.of(
            "command line",
            layout.commandLine().getStart(),
            commandLine(plan, image, extraCommandLine)),
        Placement.of(
            "ACPI tables",
            layout.acpi().getStart(),
            AcpiTables.build(plan, layout.acpi().getStart())),
        new Placement(
            "kernel", Extents.sized(kernelAt, size(kernel.code())), kernel.code()),
        new Placement("initrd", layout.initrd(), initrd(image, appendedInitrd)),
        Placement.of(
            "decoy I/O APIC", plan.getLow().getDecoyIoapic().getStart(), decoyIoapic()),
        Placement.of(
            "trampoline",
            Trampoline.extent(plan).getStart(),
            Trampoline.build(plan, bootParamsAt, kernelAt + BzImage.ENTRY_64)));
  }

  /** Plain memory; whatever register is selected, the window reads the same. */
  private static byte[] decoyIoapic() {
    byte[] page = new byte[(int) Extents.PAGE];
    ByteBuffer.wrap(page)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(DECOY_WINDOW, DECOY_VERSION);
    return page;
  }

  private static ByteSource initrd(TargetImage image, List<ByteSource> appended) {
    ImmutableList.Builder<ByteSource> parts = ImmutableList.builder();
    parts.add(image.initrd());
    long at = size(image.initrd());
    for (ByteSource part : appended) {
      long padding = Extents.alignUp(at, INITRD_ALIGNMENT) - at;
      parts.add(ByteSource.wrap(new byte[(int) padding])).add(part);
      at += padding + size(part);
    }
    return ByteSource.concat(parts.build());
  }

  private static byte[] commandLine(PartitionPlan plan, TargetImage image, String extra) {
    String text = CommandLine.of(plan, image.commandLine(), extra);
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    if (bytes.length - 1 > image.kernel().commandLineSize()) {
      throw refusal(
          "kernel command line",
          (bytes.length - 1)
              + " bytes, this kernel takes "
              + image.kernel().commandLineSize());
    }
    return bytes;
  }

  /** The incumbent's trampoline, and the stub that it ends in, must outlive the launch. */
  private static void refuseSharedLowMemory(PartitionPlan plan) {
    LowSlot given = plan.getLow();
    LowSlot kept = plan.getIncumbentLow();
    if (Extents.size(given.getTrampoline()) < Trampoline.PAGES * Extents.PAGE) {
      throw refusal(
          Extents.describe(given.getTrampoline()), "the trampoline needs " + Trampoline.PAGES + " pages");
    }
    for (Extent one : List.of(given.getTrampoline(), given.getDecoyIoapic(), given.getRam())) {
      for (Extent other : List.of(kept.getRam(), kept.getPark())) {
        if (Extents.overlap(one, other)) {
          throw refusal(
              "low memory " + Extents.describe(one),
              "is the incumbent's: " + Extents.describe(other));
        }
      }
    }
  }

  /** Without this check a kernel whose /dev/mem is not restricted would let us overwrite itself. */
  private void refuseUsedMemory(PartitionPlan plan) {
    for (Extent used : IoMem.named(root, "System RAM")) {
      for (Extent extent : plan.getMemoryList()) {
        if (Extents.overlap(used, extent)) {
          throw refusal(
              Extents.describe(extent),
              "is in use by the running kernel: System RAM at " + Extents.describe(used));
        }
      }
    }
  }

  private void clear(Extent extent) {
    try (Region region = memory.map(extent)) {
      region.clear();
    }
  }

  private static long size(ByteSource source) {
    try {
      return source.size();
    } catch (IOException e) {
      throw new Failure("load", "image", "can't be read: " + e.getMessage(), "See the file.", e);
    }
  }

  private static Failure refusal(String object, String reason) {
    return new Failure("load the successor", object, reason, "Make a new plan, and see its notes.");
  }
}
