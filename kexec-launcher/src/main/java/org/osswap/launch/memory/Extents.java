package org.osswap.launch.memory;

import com.google.common.collect.Range;
import java.util.Locale;
import org.osswap.proto.Extent;

/** The algebra of half-open physical ranges. */
public final class Extents {
  public static final long PAGE = 0x1000;

  private Extents() {}

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

  /** In bytes. */
  public static long size(Extent extent) {
    return extent.getEnd() - extent.getStart();
  }

  public static boolean overlap(Extent one, Extent other) {
    return one.getStart() < other.getEnd() && other.getStart() < one.getEnd();
  }

  public static boolean encloses(Extent outer, Extent inner) {
    return outer.getStart() <= inner.getStart() && inner.getEnd() <= outer.getEnd();
  }

  /** The next multiple of {@code alignment} (a power of two) at or above {@code value}. */
  public static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  public static long alignDown(long value, long alignment) {
    return value & -alignment;
  }

  /** For people: {@code 0x100000000-0x17fffffff (2048 MiB)}. */
  public static String describe(Extent extent) {
    long size = size(extent);
    String amount =
        size >= 1 << 20
            ? String.format(Locale.ROOT, "%d MiB", size >> 20)
            : String.format(Locale.ROOT, "%d KiB", size >> 10);
    return String.format("%#x-%#x (%s)", extent.getStart(), extent.getEnd() - 1, amount);
  }
}
