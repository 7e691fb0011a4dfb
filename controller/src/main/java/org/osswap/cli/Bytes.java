package org.osswap.cli;

import java.util.Locale;
import org.osswap.base.Failure;

/** Sizes as people write and read them. */
final class Bytes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Bytes() {}

  /** 1536 is "1.5 KiB". */
  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f %s", value, UNITS[unit])
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /**
   * Reads "512M", "2G" or "1073741824".
   *
   * @return bytes
   * @throws Failure if it is no size
   */
  static long parse(String text) {
    if (!text.matches("[1-9][0-9]{0,12}[KMGT]?")) {
      throw new Failure(
          "read a size", text, "not a size", "Write it like 512M or 2G (powers of 1024).");
    }
    int shift = 10 * ("KMGT".indexOf(text.charAt(text.length() - 1)) + 1);
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
  }
}
