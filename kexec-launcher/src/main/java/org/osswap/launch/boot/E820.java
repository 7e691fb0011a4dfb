package org.osswap.launch.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.util.Comparator;
import org.osswap.base.Extents;
import org.osswap.launch.acpi.AcpiTables;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/**
 * The memory map that the successor is given. Types: ACPI 6.5, section 15.1, table 15.4.
 *
 * @param entries sorted, without overlaps
 */
public record E820(ImmutableList<Entry> entries) {
  public static final int RAM = 1;
  public static final int RESERVED = 2;
  public static final int ACPI_DATA = 3;

  /** A range and what it is. */
  public record Entry(Extent extent, int type) {}

  /** All of the partition is RAM, but for what both sides share and what describes the machine. */
  static E820 of(PartitionPlan plan, Layout layout) {
    RangeSet<Long> ram = TreeRangeSet.create();
    plan.getMemoryList().forEach(extent -> ram.add(Extents.range(extent)));
    ram.add(Extents.range(plan.getLow().getRam()));
    ImmutableList.Builder<Entry> special = ImmutableList.builder();
    special.add(new Entry(plan.getLow().getDecoyIoapic(), RESERVED));
    Layout.shared(plan).forEach(extent -> special.add(new Entry(wholePages(extent), RESERVED)));
    special.add(new Entry(AcpiTables.ecamWindow(plan), RESERVED));
    special.add(new Entry(layout.acpi(), ACPI_DATA));
    ImmutableList.Builder<Entry> all = ImmutableList.builder();
    for (Entry entry : special.build()) {
      ram.remove(Extents.range(entry.extent()));
      all.add(entry);
    }
    for (Range<Long> range : ram.asRanges()) {
      all.add(new Entry(Extents.of(range), RAM));
    }
    return new E820(
        all.build().stream()
            .sorted(Comparator.comparingLong(entry -> entry.extent().getStart()))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Extent wholePages(Extent extent) {
    return Extents.of(
        Extents.alignDown(extent.getStart(), Extents.PAGE),
        Extents.alignUp(extent.getEnd(), Extents.PAGE));
  }
}
