package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;
import org.osswap.partition.inventory.MemoryBlocks.Block;
import org.osswap.proto.Extent;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;

/**
 * Reads which memory there is, and how it could be freed. What lies below 1 MiB is left out: it is
 * never a partition's, apart from its slot of low memory.
 *
 * <p>After a swap, memory that the previous system had and that nobody owns now counts as reserved
 * (what was lost to alignment at the takeover comes back this way), and the holes that this
 * kernel's own description left in its memory count as used.
 */
final class MemoryReader {
  private static final ImmutableRangeSet<Long> HIGH =
      ImmutableRangeSet.of(Range.closedOpen(Extents.MIB, Long.MAX_VALUE));

  private static final Pattern HMEM = Pattern.compile("/platform/(?:[^/]+/)*hmem\\.[0-9]+/");

  private final SysRoot root;
  private final ResourceTree iomem;
  private final Optional<Machine> carried;
  private final Srat srat;

  MemoryReader(SysRoot root, ResourceTree iomem, Optional<Machine> carried) {
    this.root = root;
    this.iomem = iomem;
    this.carried = carried;
    this.srat = AcpiTable.read(root, "SRAT").map(Srat::parse).orElse(Srat.NONE);
  }

  ImmutableList<Memory> read() {
    ImmutableList.Builder<Memory> memory = ImmutableList.builder();
    ImmutableListMultimap<String, Extent> soft = daxDevices();
    soft.forEach(
        (device, extent) -> memory.add(memory(Memory.Kind.SOFT_RESERVED, extent, device)));
    ImmutableListMultimap<String, Extent> added = hotAdded();
    added.forEach((device, extent) -> memory.add(memory(Memory.Kind.HOT_ADDED, extent, device)));

    ImmutableRangeSet<Long> before =
        Extents.set(
                carried.stream()
                    .flatMap(machine -> machine.getMemoryList().stream())
                    .map(Memory::getExtent)
                    .toList())
            .intersection(HIGH);
    ImmutableRangeSet<Long> removable =
        Extents.set(soft.values()).union(Extents.set(added.values()));
    ImmutableRangeSet<Long> reserved =
        KernelCommandLine.read(root)
            .reservations()
            .intersection(iomem.reserved())
            .union(Extents.alignInward(before.difference(iomem.owned()), Extents.PAGE))
            .difference(iomem.systemRam())
            .difference(removable)
            .intersection(HIGH);
    ImmutableRangeSet<Long> used =
        iomem.systemRam().union(before).difference(removable).difference(reserved).intersection(HIGH);
    Extents.list(reserved).forEach(extent -> memory.add(memory(Memory.Kind.RESERVED, extent, "")));
    Extents.list(used).forEach(extent -> memory.add(memory(Memory.Kind.SYSTEM_RAM, extent, "")));
    return ImmutableList.sortedCopyOf(
        Comparator.comparingLong(entry -> entry.getExtent().getStart()), memory.build());
  }

  private Memory memory(Memory.Kind kind, Extent extent, String device) {
    return Memory.newBuilder()
        .setKind(kind)
        .setExtent(extent)
        .setNode(node(extent))
        .setDevice(device)
        .build();
  }

  private int node(Extent extent) {
    return carried.stream()
        .flatMap(machine -> machine.getMemoryList().stream())
        .filter(old -> Extents.range(old.getExtent()).contains(extent.getStart()))
        .map(Memory::getNode)
        .findFirst()
        .orElseGet(() -> srat.node(extent));
  }

  /**
   * dax device to its range, as far as it is soft-reserved: persistent memory isn't for this.
   * Kernels since 7.0 don't list soft-reserved memory in /proc/iomem before a driver has it, so the
   * device's parent counts too.
   */
  private ImmutableListMultimap<String, Extent> daxDevices() {
    ImmutableRangeSet<Long> soft = iomem.named("Soft Reserved");
    ImmutableListMultimap.Builder<String, Extent> devices = ImmutableListMultimap.builder();
    for (String device : root.list("/sys/bus/dax/devices")) {
      String path = "/sys/bus/dax/devices/" + device;
      long start = root.value(path + "/resource", Long::decode).orElse(0L);
      long size = root.value(path + "/size", Long::decode).orElse(0L);
      if (size > 0 && (isHmem(path) || soft.encloses(Range.closedOpen(start, start + size)))) {
        devices.put(device, Extents.sized(start, size));
      }
    }
    return devices.build();
  }

  /** Platform devices hmem.N are made of soft-reserved memory alone (drivers/dax/hmem/hmem.c). */
  private boolean isHmem(String device) {
    return HMEM.matcher(SysfsPath.target(root, device)).find();
  }

  /**
   * ACPI memory device to its ranges, of those that can be ejected. Only after a swap: there, ejecting is an agreement
   * between two kernels, while a device of real firmware would really lose its memory.
   */
  private ImmutableListMultimap<String, Extent> hotAdded() {
    if (carried.isEmpty()) {
      return ImmutableListMultimap.of();
    }
    ImmutableListMultimap.Builder<String, Block> found = ImmutableListMultimap.builder();
    MemoryBlocks.read(root)
        .forEach(
            block ->
                block.device()
                    .filter(device -> device.startsWith("PNP0C80"))
                    .ifPresent(device -> found.put(device, block)));
    ImmutableListMultimap.Builder<String, Extent> devices = ImmutableListMultimap.builder();
    found
        .build()
        .asMap()
        .forEach(
            (device, blocks) -> {
              if (blocks.stream().noneMatch(Block::isTheKernels)) {
                devices.putAll(
                    device,
                    Extents.list(Extents.union(blocks.stream().map(Block::range).toList())));
              }
            });
    return devices.build();
  }
}
