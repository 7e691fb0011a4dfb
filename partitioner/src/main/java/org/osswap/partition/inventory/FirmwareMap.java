package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;

/**
 * The memory map as the firmware gave it, before {@code memmap=} and the kernel changed it:
 * /sys/firmware/memmap/N/{start,end,type}, ends inclusive (Documentation/ABI/testing/
 * sysfs-firmware-memmap).
 */
record FirmwareMap(ImmutableRangeSet<Long> ram, ImmutableRangeSet<Long> reserved) {
  private static final String ENTRIES = "/sys/firmware/memmap/";
  private static final Range<Long> LOW = Range.closedOpen(0L, 640 * Extents.KIB);

  static FirmwareMap read(SysRoot root) {
    ImmutableList.Builder<Range<Long>> ram = ImmutableList.builder();
    ImmutableList.Builder<Range<Long>> reserved = ImmutableList.builder();
    for (String entry : root.list(ENTRIES)) {
      long start = root.value(ENTRIES + entry + "/start", Long::decode).orElseThrow();
      Range<Long> range =
          root.value(ENTRIES + entry + "/end", end -> Range.closedOpen(start, Long.decode(end) + 1))
              .orElseThrow();
      boolean isRam = root.text(ENTRIES + entry + "/type").orElse("").equals("System RAM");
      (isRam ? ram : reserved).add(range);
    }
    return new FirmwareMap(Extents.union(ram.build()), Extents.union(reserved.build()));
  }

  /** RAM below 640 KiB, whole pages. */
  ImmutableRangeSet<Long> lowMemory() {
    return Extents.alignInward(ram.intersection(ImmutableRangeSet.of(LOW)), Extents.PAGE);
  }
}
