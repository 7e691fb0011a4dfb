package org.osswap.partition.inventory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes a damaged ACPI table plausible again. */
final class Summed {
  private Summed() {}

  /** With the length and the sum that a table must have; the same array. */
  static byte[] table(byte[] table) {
    if (table.length >= AcpiTable.HEADER) {
      ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt(4, table.length);
      table[9] = 0;
      int sum = 0;
      for (byte b : table) {
        sum += b;
      }
      table[9] = (byte) -sum;
    }
    return table;
  }
}
