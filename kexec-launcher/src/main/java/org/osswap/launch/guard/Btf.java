package org.osswap.launch.guard;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The types of the running kernel: BTF, as {@code /sys/kernel/btf/vmlinux} has it (Linux,
 * Documentation/bpf/btf.rst). Only as far as it takes to find a function.
 */
final class Btf {
  private static final int MAGIC = 0xeb9f;
  private static final int BTF_KIND_FUNC = 12;

  // struct btf_header
  private static final int HDR_LEN = 4;
  private static final int TYPE_OFF = 8;
  private static final int TYPE_LEN = 12;
  private static final int STR_OFF = 16;

  private Btf() {}

  /**
   * The id of a function's type.
   *
   * @return empty if the kernel has no such function
   * @throws IllegalArgumentException if it isn't BTF, or of a kind that isn't known
   */
  static OptionalInt function(byte[] bytes, String name) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (Short.toUnsignedInt(all.getShort(0)) != MAGIC) {
        throw new IllegalArgumentException("no BTF");
      }
      int base = all.getInt(HDR_LEN);
      int end = base + all.getInt(TYPE_OFF) + all.getInt(TYPE_LEN);
      int strings = base + all.getInt(STR_OFF);
      byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
      all.position(base + all.getInt(TYPE_OFF));
      for (int id = 1; all.position() < end; id++) {
        // struct btf_type: name_off, info, size or type
        int nameOffset = all.getInt();
        int info = all.getInt();
        all.getInt();
        int kind = (info >>> 24) & 0x1f;
        if (kind == BTF_KIND_FUNC && isAt(bytes, strings + nameOffset, wanted)) {
          return OptionalInt.of(id);
        }
        all.position(all.position() + rest(kind, info & 0xffff));
      }
      return OptionalInt.empty();
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new IllegalArgumentException("cut off", e);
    }
  }

  private static boolean isAt(byte[] bytes, int offset, byte[] wanted) {
    return offset >= 0
        && offset + wanted.length <= bytes.length
        && java.util.Arrays.equals(
            bytes, offset, offset + wanted.length, wanted, 0, wanted.length);
  }

  /** Bytes that follow a type of this kind with so many members. */
  private static int rest(int kind, int members) {
    return switch (kind) {
      case 1, 14, 17 -> 4; // INT, VAR, DECL_TAG
      case 2, 7, 8, 9, 10, 11, 12, 16, 18 -> 0; // PTR, FWD, TYPEDEF, qualifiers, FUNC, FLOAT, TYPE_TAG
      case 3 -> 12; // ARRAY
      case 4, 5, 15, 19 -> 12 * members; // STRUCT, UNION, DATASEC, ENUM64
      case 6, 13 -> 8 * members; // ENUM, FUNC_PROTO
      default -> throw new IllegalArgumentException("a type of kind " + kind);
    };
  }
}
