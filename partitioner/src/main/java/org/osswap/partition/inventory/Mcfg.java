package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import org.osswap.proto.Ecam;

/**
 * The memory mapped configuration table (PCI Firmware Specification 3.3, section 4.1.2): 8 reserved
 * bytes after the header, then entries of 16 bytes: base, segment, first bus, last bus.
 */
final class Mcfg {
  private static final int FIRST_ENTRY = AcpiTable.HEADER + 8;
  private static final int ENTRY = 16;

  /** Configuration space of 256 buses. */
  private static final long WHOLE = 256L << 20;

  private Mcfg() {}

  /**
   * The entries, in the table's order.
   *
   * @throws org.osswap.base.Failure if one is no window of addresses
   */
  static ImmutableList<Ecam> parse(AcpiTable table) {
    ImmutableList.Builder<Ecam> entries = ImmutableList.builder();
    for (int at = FIRST_ENTRY; at + ENTRY <= table.length(); at += ENTRY) {
      long base = table.i64(at);
      // A window that ends beyond 2^63, or before it begins, is nobody's.
      if (base < 0 || base > Long.MAX_VALUE - WHOLE || table.u8(at + 10) > table.u8(at + 11)) {
        throw table.damaged(
            String.format(
                "buses %#x to %#x at %#x", table.u8(at + 10), table.u8(at + 11), base));
      }
      entries.add(
          Ecam.newBuilder()
              .setBase(base)
              .setSegment(table.u16(at + 8))
              .setBusStart(table.u8(at + 10))
              .setBusEnd(table.u8(at + 11))
              .build());
    }
    return entries.build();
  }
}
