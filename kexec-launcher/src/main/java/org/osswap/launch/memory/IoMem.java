package org.osswap.launch.memory;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Extent;

/**
 * What the running kernel uses physical memory for, from /proc/iomem:
 *
 * <pre>
 * 00100000-7ffd7fff : System RAM
 *   02000000-02e00186 : Kernel code
 * </pre>
 */
public final class IoMem {
  private static final Pattern LINE = Pattern.compile("( *)([0-9a-f]+)-([0-9a-f]+) : (.*)");

  private IoMem() {}

  /**
   * The ranges of that name, nested ones included.
   *
   * @throws Failure if one of them is none, or without the right to see addresses
   */
  public static ImmutableList<Extent> named(SysRoot root, String name) {
    ImmutableList<Extent> found = root.parse("/proc/iomem", lines -> parse(lines, name));
    if (found.stream().anyMatch(extent -> extent.getStart() == 0 && extent.getEnd() == 1)) {
      throw new Failure(
          "read the memory map", "/proc/iomem", "addresses are hidden", "Run osswap as root.");
    }
    return found;
  }

  /**
   * Parses the file's lines; what has another form or name is skipped.
   *
   * @throws IllegalArgumentException if a range of that name is none: what can't be understood may
   *     not seem to be free
   */
  static ImmutableList<Extent> parse(List<String> lines, String name) {
    ImmutableList.Builder<Extent> found = ImmutableList.builder();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(4).startsWith(name)) {
        long start = Long.parseUnsignedLong(matcher.group(2), 16);
        long last = Long.parseUnsignedLong(matcher.group(3), 16);
        if (start < 0 || last < start || last == Long.MAX_VALUE) {
          throw new IllegalArgumentException("not a range of memory: " + line.strip());
        }
        found.add(Extents.of(start, last + 1));
      }
    }
    return found.build();
  }
}
