package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import java.util.Comparator;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.proto.Extent;

/**
 * The remainder's memory in the order in which it is added. It is added as movable memory, so that the next swap can have
 * it; but the kernel can't use that for itself. Beside a partition of less than a quarter of the machine the first range
 * is therefore the kernel's own, for tables of the rest and work on it.
 *
 * @param own of the kernel's; empty where the partition suffices
 * @param all of the remainder, the kernel's first
 */
record KernelShare(Optional<Extent> own, ImmutableList<Extent> all) {
  /** One part to three of movable memory, as Documentation/admin-guide/mm/memory-hotplug.rst calls usual. */
  private static final int PARTS = 4;

  /**
   * Divides the remainder.
   *
   * @param remainder whole memory blocks
   * @param block bytes
   */
  static KernelShare of(
      ImmutableRangeSet<Long> partition, ImmutableRangeSet<Long> remainder, long block) {
    long there = Extents.size(partition);
    long lacking = (there + Extents.size(remainder)) / PARTS - there;
    if (lacking <= 0 || remainder.isEmpty()) {
      return new KernelShare(Optional.empty(), Extents.list(remainder));
    }
    // Out of the largest, which leaves the next swap the largest range.
    Extent from =
        Extents.list(remainder).stream()
            .max(Comparator.comparingLong(Extents::size))
            .orElseThrow();
    long size = Math.min(Extents.alignUp(lacking, block), Extents.size(from));
    Extent own = Extents.sized(from.getStart(), size);
    ImmutableRangeSet<Long> movable = remainder.difference(Extents.set(own));
    return new KernelShare(
        Optional.of(own),
        ImmutableList.<Extent>builder().add(own).addAll(Extents.list(movable)).build());
  }
}
