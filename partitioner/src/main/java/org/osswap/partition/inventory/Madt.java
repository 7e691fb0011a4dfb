package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;

/** The Multiple APIC Description Table (ACPI 6.5, section 5.2.12): which APIC ids there are. */
record Madt(ImmutableList<Integer> enabledApicIds) {
  private static final int FIRST_ENTRY = 44;
  private static final int LOCAL_APIC = 0;
  private static final int LOCAL_X2APIC = 9;
  private static final int ENABLED = 1;

  // Lengths of the entries of these types; a shorter one says nothing.
  private static final int LOCAL_APIC_SIZE = 8;
  private static final int LOCAL_X2APIC_SIZE = 16;

  /** The ids of all enabled processors, in the table's order, each once. */
  static Madt parse(AcpiTable table) {
    ImmutableList.Builder<Integer> ids = ImmutableList.builder();
    int length;
    for (int at = FIRST_ENTRY; at + 2 <= table.length(); at += length) {
      length = table.u8(at + 1);
      if (length < 2 || at + length > table.length()) {
        break;
      }
      int type = table.u8(at);
      // 5.2.12.2: id at 3, flags at 4. 5.2.12.12: id at 4, flags at 8.
      if (type == LOCAL_APIC
          && length >= LOCAL_APIC_SIZE
          && (table.i32(at + 4) & ENABLED) != 0) {
        ids.add(table.u8(at + 3));
      } else if (type == LOCAL_X2APIC
          && length >= LOCAL_X2APIC_SIZE
          && (table.i32(at + 8) & ENABLED) != 0) {
        ids.add(table.i32(at + 4));
      }
    }
    return new Madt(ImmutableList.copyOf(ids.build().stream().distinct().toList()));
  }
}
