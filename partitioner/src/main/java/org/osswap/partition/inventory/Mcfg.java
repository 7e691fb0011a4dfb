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

  private Mcfg() {}

  static ImmutableList<Ecam> parse(AcpiTable table) {
    ImmutableList.Builder<Ecam> entries = ImmutableList.builder();
    for (int at = FIRST_ENTRY; at + ENTRY <= table.length(); at += ENTRY) {
      entries.add(
          Ecam.newBuilder()
              .setBase(table.i64(at))
              .setSegment(table.u16(at + 8))
              .setBusStart(table.u8(at + 10))
              .setBusEnd(table.u8(at + 11))
              .build());
    }
    return entries.build();
  }
}
