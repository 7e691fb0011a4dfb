package org.osswap.launch.acpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osswap.base.Extents;
import org.osswap.proto.Extent;

/**
 * Address space resource descriptors (ACPI 6.5, section 6.4.3.5). All have fixed limits, positive
 * decoding, no granularity and no translation.
 */
final class AddressSpace {
  private static final int MEMORY = 0;
  private static final int BUS = 2;

  // General flags.
  private static final int CONSUMER = 1;
  private static final int MIN_FIXED = 1 << 2;
  private static final int MAX_FIXED = 1 << 3;

  // Type specific flags of memory.
  private static final int READ_WRITE = 1;
  private static final int CACHEABLE = 1 << 1;

  private AddressSpace() {}

  /** 6.4.3.5.3: the buses [start, end], inclusive, that a host bridge leads to. */
  static byte[] buses(int start, int end) {
    return descriptor(0x88, Short.BYTES, BUS, 0, 0, start, end);
  }

  /** What a host bridge decodes; below 4 GiB a DWord descriptor, as drivers expect it. */
  static byte[] window(Extent memory) {
    boolean low = memory.getEnd() <= 1L << 32;
    return descriptor(
        low ? 0x87 : 0x8a,
        low ? Integer.BYTES : Long.BYTES,
        MEMORY,
        0,
        CACHEABLE | READ_WRITE,
        memory.getStart(),
        memory.getEnd() - 1);
  }

  /** 6.4.3.5.1: memory that a device is. */
  static byte[] memory(Extent memory, boolean cacheable) {
    return descriptor(
        0x8a,
        Long.BYTES,
        MEMORY,
        CONSUMER,
        (cacheable ? CACHEABLE : 0) | READ_WRITE,
        memory.getStart(),
        memory.getEnd() - 1);
  }

  private static byte[] descriptor(
      int tag, int width, int type, int general, int specific, long min, long max) {
    ByteBuffer bytes = ByteBuffer.allocate(6 + 5 * width).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) tag).putShort((short) (3 + 5 * width)).put((byte) type);
    bytes.put((byte) (general | MIN_FIXED | MAX_FIXED)).put((byte) specific);
    // granularity, minimum, maximum, translation offset, length
    for (long value : new long[] {0, min, max, 0, Extents.size(Extents.of(min, max + 1))}) {
      switch (width) {
        case Short.BYTES -> bytes.putShort((short) value);
        case Integer.BYTES -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
    return bytes.array();
  }
}
