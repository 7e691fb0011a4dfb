package org.osswap.launch.acpi;

import java.util.Arrays;
import org.osswap.base.Extents;

/** Tables one after the other, each at an aligned physical address. */
final class TableBlock {
  private static final int ALIGNMENT = 64;

  private final long base;
  private byte[] bytes = {};

  TableBlock(long base) {
    this.base = base;
  }

  /** Keeps room for a table; returns its address. */
  long reserve(int size) {
    int at = (int) Extents.alignUp(bytes.length, ALIGNMENT);
    bytes = Arrays.copyOf(bytes, at + size);
    return base + at;
  }

  void fill(long address, byte[] table) {
    System.arraycopy(table, 0, bytes, (int) (address - base), table.length);
  }

  long add(byte[] table) {
    long address = reserve(table.length);
    fill(address, table);
    return address;
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
