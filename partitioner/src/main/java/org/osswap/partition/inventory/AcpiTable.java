package org.osswap.partition.inventory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

/**
 * One ACPI table as the kernel shows it, little endian (ACPI 6.5, section 5.2.6: signature, length
 * at 4, checksum over the whole).
 */
record AcpiTable(ByteBuffer bytes) {
  static final int HEADER = 36;
  private static final int LENGTH = 4;

  /** Reads /sys/firmware/acpi/tables/SIGNATURE; empty if the machine has no such table. */
  static Optional<AcpiTable> read(SysRoot root, String signature) {
    String path = "/sys/firmware/acpi/tables/" + signature;
    return root.bytes(path).map(bytes -> parse(path, bytes));
  }

  static AcpiTable parse(String name, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < HEADER ? -1 : Integer.toUnsignedLong(buffer.getInt(LENGTH));
    if (length < HEADER || length > bytes.length) {
      throw damaged(name, bytes.length + " bytes, but its header says " + length);
    }
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += bytes[i];
    }
    if ((sum & 0xff) != 0) {
      throw damaged(name, "its checksum is wrong");
    }
    buffer.limit((int) length);
    return new AcpiTable(buffer);
  }

  private static Failure damaged(String name, String reason) {
    return new Failure(
        "read an ACPI table", name, reason, "Update the firmware; this description is unusable.");
  }

  /** What to throw when an entry can't be true. */
  Failure damaged(String reason) {
    byte[] signature = new byte[4];
    bytes.get(0, signature);
    return damaged(new String(signature, StandardCharsets.US_ASCII), reason);
  }

  int u8(int offset) {
    return Byte.toUnsignedInt(bytes.get(offset));
  }

  int u16(int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  int i32(int offset) {
    return bytes.getInt(offset);
  }

  long i64(int offset) {
    return bytes.getLong(offset);
  }

  int length() {
    return bytes.limit();
  }
}
