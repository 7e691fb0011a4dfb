package org.osswap.partition.inventory;

import java.util.List;

/** /proc/meminfo, in bytes. */
public record MemInfo(long total, long available) {

  /**
   * Parses the file's lines.
   *
   * @throws IllegalArgumentException if an amount is no number
   */
  public static MemInfo parse(List<String> lines) {
    return new MemInfo(value(lines, "MemTotal:"), value(lines, "MemAvailable:"));
  }

  private static long value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) << 10)
        .findFirst()
        .orElse(0L);
  }
}
