package org.osswap.launch.crash;

import com.google.common.base.Splitter;
import java.util.List;
import org.osswap.proto.KernelNote;

/**
 * Where a running kernel says that its description lies: {@code /sys/kernel/vmcoreinfo}, two
 * hexadecimal numbers, physical address and size in bytes. Documentation/admin-guide/kdump/vmcoreinfo.rst.
 */
public final class KernelNotes {
  public static final String PATH = "/sys/kernel/vmcoreinfo";
  private static final int LARGEST = 1 << 20;

  private KernelNotes() {}

  /**
   * Reads the file's text: {@code 0x0000000100203000 1000}.
   *
   * @throws IllegalArgumentException if it isn't that
   */
  public static KernelNote parse(String text) {
    List<String> words = Splitter.on(' ').splitToList(text.strip());
    if (words.size() != 2) {
      throw new IllegalArgumentException("not an address and a size: \"" + text + "\"");
    }
    long size = number(words.get(1));
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("its size is " + size + " bytes");
    }
    return KernelNote.newBuilder().setAddress(number(words.get(0))).setSize((int) size).build();
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex.startsWith("0x") ? hex.substring(2) : hex, 16);
  }
}
