package org.osswap.base;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.osswap.proto.Extent;

/**
 * The algebra of half-open ranges of addresses: Guava's {@link ImmutableRangeSet}, which has union,
 * difference and intersection, and what is missing there. Touching ranges are one range.
 */
public final class Extents {
  public static final long KIB = 1L << 10;
  public static final long MIB = 1L << 20;
  public static final long GIB = 1L << 30;
  public static final long PAGE = 4 * KIB;

  private Extents() {}

  /** From {@code start}, included, to {@code end}, not included. */
  public static Extent of(long start, long end) {
    if (Long.compareUnsigned(start, end) > 0) {
      throw new IllegalArgumentException(String.format("[%#x, %#x)", start, end));
    }
    return Extent.newBuilder().setStart(start).setEnd(end).build();
  }

  public static Extent sized(long start, long size) {
    return of(start, start + size);
  }

  public static Extent of(Range<Long> range) {
    return of(range.lowerEndpoint(), range.upperEndpoint());
  }

  public static Range<Long> range(Extent extent) {
    return Range.closedOpen(extent.getStart(), extent.getEnd());
  }

  public static ImmutableRangeSet<Long> set(Iterable<Extent> extents) {
    return union(
        StreamSupport.stream(extents.spliterator(), false)
            .map(Extents::range)
            .collect(ImmutableList.toImmutableList()));
  }

  public static ImmutableRangeSet<Long> set(Extent extent) {
    return set(ImmutableList.of(extent));
  }

  public static ImmutableRangeSet<Long> union(Iterable<Range<Long>> ranges) {
    return ImmutableRangeSet.unionOf(
        StreamSupport.stream(ranges.spliterator(), false)
            .filter(range -> !range.isEmpty())
            .collect(ImmutableList.toImmutableList()));
  }

  public static ImmutableList<Extent> list(RangeSet<Long> set) {
    return set.asRanges().stream().map(range -> of(range)).collect(ImmutableList.toImmutableList());
  }

  /** In bytes. */
  public static long size(Extent extent) {
    return extent.getEnd() - extent.getStart();
  }

  public static long size(RangeSet<Long> set) {
    return total(list(set));
  }

  /** In bytes. */
  public static long total(List<Extent> extents) {
    return extents.stream().mapToLong(Extents::size).sum();
  }

  public static boolean overlap(Extent one, Extent other) {
    return one.getStart() < other.getEnd() && other.getStart() < one.getEnd();
  }

  public static boolean intersects(RangeSet<Long> one, RangeSet<Long> other) {
    return other.asRanges().stream().anyMatch(one::intersects);
  }

  /** What is left when each range keeps only its whole blocks of {@code alignment} bytes. */
  public static ImmutableRangeSet<Long> alignInward(RangeSet<Long> set, long alignment) {
    return union(
        set.asRanges().stream()
            .map(range -> alignInward(range, alignment))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Range<Long> alignInward(Range<Long> range, long alignment) {
    long start = alignUp(range.lowerEndpoint(), alignment);
    long end = alignDown(range.upperEndpoint(), alignment);
    return Range.closedOpen(start, Math.max(start, end));
  }

  /** The next multiple of {@code alignment}, a power of two, that isn't below {@code value}. */
  public static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  /** The next multiple of {@code alignment}, a power of two, that isn't above {@code value}. */
  public static long alignDown(long value, long alignment) {
    return value & -alignment;
  }

  /** For people, end inclusive as the kernel writes it: {@code 0x100000000-0x17fffffff (2048 MiB)}. */
  public static String describe(Extent extent) {
    return String.format(
        "0x%x-0x%x (%s)", extent.getStart(), extent.getEnd() - 1, amount(size(extent)));
  }

  public static String describe(RangeSet<Long> set) {
    return list(set).stream().map(Extents::describe).collect(Collectors.joining(", "));
  }

  /** For people: {@code 2048 MiB}; small ones in KiB. */
  public static String amount(long bytes) {
    return bytes >= MIB && bytes % MIB == 0
        ? String.format(Locale.ROOT, "%d MiB", bytes / MIB)
        : bytes >= 10 * MIB
            ? String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB)
            : String.format(Locale.ROOT, "%d KiB", bytes / KIB);
  }
}
