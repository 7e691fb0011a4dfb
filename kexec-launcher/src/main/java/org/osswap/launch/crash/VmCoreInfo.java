package org.osswap.launch.crash;

import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A kernel's description of its own data: an ELF note (ELF specification, "Note Section": sizes of
 * name and description, type, name, description) named VMCOREINFO, whose description is lines
 * KEY=VALUE. Documentation/admin-guide/kdump/vmcoreinfo.rst names the keys.
 */
final class VmCoreInfo {
  private static final int HEADER = 3 * Integer.BYTES;
  private static final String NAME = "VMCOREINFO\0";

  private final ImmutableMap<String, String> values;

  private VmCoreInfo(Map<String, String> values) {
    this.values = ImmutableMap.copyOf(values);
  }

  /**
   * Reads the note.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  static VmCoreInfo ofNote(byte[] note) {
    ByteBuffer words = ByteBuffer.wrap(note).order(ByteOrder.LITTLE_ENDIAN);
    if (note.length < HEADER + NAME.length() + 1) {
      throw new IllegalArgumentException("the note VMCOREINFO is too short");
    }
    long nameSize = Integer.toUnsignedLong(words.getInt(0));
    long size = Integer.toUnsignedLong(words.getInt(4));
    long start = HEADER + (nameSize + 3) / 4 * 4;
    String name = new String(note, HEADER, NAME.length(), StandardCharsets.ISO_8859_1);
    if (nameSize != NAME.length() || !name.equals(NAME) || start + size > note.length) {
      throw new IllegalArgumentException("there is no note VMCOREINFO where the kernel said");
    }
    return of(new String(note, (int) start, (int) size, StandardCharsets.ISO_8859_1));
  }

  static VmCoreInfo of(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return new VmCoreInfo(values);
  }

  /** {@code SYMBOL(prb)}: a virtual address. */
  long symbol(String name) {
    return parsed("SYMBOL(" + name + ")", 16);
  }

  /** {@code SIZE(prb_desc)}: bytes, of a structure. */
  int size(String struct) {
    return small("SIZE(" + struct + ")");
  }

  /** {@code OFFSET(prb_desc.state_var)}: bytes. */
  int offset(String field) {
    return small("OFFSET(" + field + ")");
  }

  /** {@code NUMBER(phys_base)}. */
  long number(String name) {
    return parsed("NUMBER(" + name + ")", 10);
  }

  /** The same of one that some kernels don't have: then 0. */
  long numberOrZero(String name) {
    return values.containsKey("NUMBER(" + name + ")") ? number(name) : 0;
  }

  private int small(String key) {
    long value = parsed(key, 10);
    if (value < 0 || value > 0x10000) {
      throw new IllegalArgumentException(key + " is " + value);
    }
    return (int) value;
  }

  private long parsed(String key, int radix) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("this kernel doesn't say its " + key);
    }
    try {
      return radix == 16 ? Long.parseUnsignedLong(value, 16) : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is \"" + value + "\"", e);
    }
  }
}
