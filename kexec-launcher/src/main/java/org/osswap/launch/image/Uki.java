package org.osswap.launch.image;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osswap.base.Failure;

/**
 * The sections of a unified kernel image: a PE32+ file with a kernel, its initrd and their
 * description as sections. Layout: Microsoft PE format, "COFF File Header" and "Section Table"; names: UAPI
 * Group specification "Unified Kernel Image".
 */
final class Uki {
  private static final int PE_POINTER = 0x3c;
  private static final int COFF_SIZE = 24;
  private static final int MACHINE_AMD64 = 0x8664;
  private static final int PE32_PLUS = 0x20b;
  private static final int SECTION_SIZE = 40;

  /** Headers come first, and are never longer than this. */
  private static final int HEAD = 64 << 10;

  /** Of os-release and command line: far longer than any, and short enough to be read whole. */
  private static final int LONGEST_TEXT = 64 << 10;

  private final ImmutableMap<String, ByteSource> sections;

  private Uki(Map<String, ByteSource> sections) {
    this.sections = ImmutableMap.copyOf(sections);
  }

  Optional<ByteSource> section(String name) {
    return Optional.ofNullable(sections.get(name));
  }

  /** The text of a section without its padding; empty when there is no such section. */
  String text(String name) {
    ByteSource section = sections.get(name);
    if (section == null) {
      return "";
    }
    try {
      return text(section, name).replace("\0", "").strip();
    } catch (IOException e) {
      throw refusal(name, "can't be read: " + e.getMessage());
    }
  }

  /**
   * A small file's text.
   *
   * @throws Failure if it is longer than any description of an OS
   */
  static String text(ByteSource source, String name) throws IOException {
    byte[] bytes = source.slice(0, LONGEST_TEXT + 1).read();
    if (bytes.length > LONGEST_TEXT) {
      throw refusal(name, "is longer than " + LONGEST_TEXT + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Uki parse(ByteSource file, String name) throws IOException {
    long size = file.size();
    ByteBuffer head =
        ByteBuffer.wrap(file.slice(0, HEAD).read()).order(ByteOrder.LITTLE_ENDIAN);
    if (head.capacity() < 0x40 || head.getShort(0) != 0x5a4d) {
      throw refusal(name, "not a PE file (no MZ), and not a directory");
    }
    int pe = head.getInt(PE_POINTER);
    if (pe < 0x40 || pe > head.capacity() - COFF_SIZE - 2 || head.getInt(pe) != 0x4550) {
      throw refusal(name, "not a PE file (no PE signature)");
    }
    int machine = Short.toUnsignedInt(head.getShort(pe + 4));
    if (machine != MACHINE_AMD64) {
      throw refusal(name, String.format("for machine type %#x, x86-64 is %#x", machine, MACHINE_AMD64));
    }
    int count = Short.toUnsignedInt(head.getShort(pe + 6));
    int optional = Short.toUnsignedInt(head.getShort(pe + 20));
    if (Short.toUnsignedInt(head.getShort(pe + COFF_SIZE)) != PE32_PLUS) {
      throw refusal(name, "not a PE32+ file");
    }
    int table = pe + COFF_SIZE + optional;
    if (table > head.capacity() - count * SECTION_SIZE) {
      throw refusal(name, "truncated: " + count + " sections do not fit");
    }
    Map<String, ByteSource> sections = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int at = table + i * SECTION_SIZE;
      String section = sectionName(head, at);
      long virtualSize = Integer.toUnsignedLong(head.getInt(at + 8));
      long rawSize = Integer.toUnsignedLong(head.getInt(at + 16));
      long raw = Integer.toUnsignedLong(head.getInt(at + 20));
      // The raw size is padded to the file's alignment; the virtual size is the content's.
      long length = virtualSize == 0 ? rawSize : Math.min(virtualSize, rawSize);
      if (raw + length > size) {
        throw refusal(
            name, "truncated: section " + section + " ends at " + (raw + length) + " of " + size);
      }
      if (sections.putIfAbsent(section, file.slice(raw, length)) != null
          && section.equals(".linux")) {
        throw refusal(name, "more than one .linux section");
      }
    }
    if (!sections.containsKey(".linux")) {
      throw refusal(name, "a PE file without a .linux section: not a unified kernel image");
    }
    return new Uki(sections);
  }

  private static String sectionName(ByteBuffer head, int at) {
    byte[] name = new byte[8];
    head.get(at, name);
    return new String(name, StandardCharsets.US_ASCII).replace("\0", "");
  }

  static Failure refusal(String name, String reason) {
    return new Failure(
        "read the target image",
        name,
        reason,
        "Name a directory with vmlinuz, initrd and os-release, or an x86-64 unified kernel image (.efi).");
  }
}
