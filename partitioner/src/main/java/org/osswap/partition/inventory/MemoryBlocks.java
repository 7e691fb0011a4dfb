package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import java.util.Optional;
import org.osswap.base.SysRoot;

/**
 * The running kernel's blocks of hot-pluggable memory, /sys/devices/system/memory/memoryN
 * (Documentation/admin-guide/mm/memory-hotplug.rst). The file block_size_bytes is hexadecimal
 * without a prefix, and so is phys_index.
 */
public final class MemoryBlocks {
  private static final String BLOCKS = "/sys/devices/system/memory";

  /**
   * One block.
   *
   * @param path its directory
   * @param state online, offline or going-offline
   * @param zones of an online block the one that it is in, else those that it could be put into: Normal, Movable ...
   * @param device the ACPI device that it came from: PNP0C80:00
   */
  public record Block(
      String path, Range<Long> range, String state, String zones, Optional<String> device) {
    /** Whether the kernel may have data of its own there, which can't be moved. */
    public boolean isTheKernels() {
      return state.equals("online") && !zones.isEmpty() && !zones.startsWith("Movable");
    }

    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private MemoryBlocks() {}

  public static ImmutableList<Block> read(SysRoot root) {
    Optional<Long> size =
        root.value(BLOCKS + "/block_size_bytes", text -> Long.parseLong(text, 16));
    if (size.isEmpty()) {
      return ImmutableList.of();
    }
    return root.list(BLOCKS).stream()
        .filter(name -> name.matches("memory[0-9]+"))
        .flatMap(name -> block(root, BLOCKS + "/" + name, size.get()).stream())
        .collect(ImmutableList.toImmutableList());
  }

  public static ImmutableList<Block> within(SysRoot root, RangeSet<Long> ranges) {
    return read(root).stream()
        .filter(block -> ranges.intersects(block.range()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Range<Long> range(long start, long size) {
    return Range.closedOpen(start, start + size);
  }

  /** Empty when the block went away meanwhile. */
  private static Optional<Block> block(SysRoot root, String path, long size) {
    return root.value(path + "/phys_index", index -> range(Long.parseLong(index, 16) * size, size))
        .map(
            range ->
                new Block(
                    path,
                    range,
                    root.text(path + "/state").orElse(""),
                    root.text(path + "/valid_zones").orElse(""),
                    root.linkName(path + "/firmware_node")));
  }
}
