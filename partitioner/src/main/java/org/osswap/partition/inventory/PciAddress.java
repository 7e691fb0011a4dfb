package org.osswap.partition.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PCI function's name, {@code SSSS:BB:DD.F}, hexadecimal. */
public record PciAddress(int segment, int bus, int device, int function) {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{4,7}):([0-9a-f]{2}):([0-9a-f]{2})\\.([0-7])");

  /**
   * Parses a name.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  public static PciAddress parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a PCI function: " + name);
    }
    return new PciAddress(
        Integer.parseInt(matcher.group(1), 16),
        Integer.parseInt(matcher.group(2), 16),
        Integer.parseInt(matcher.group(3), 16),
        Integer.parseInt(matcher.group(4), 16));
  }
}
