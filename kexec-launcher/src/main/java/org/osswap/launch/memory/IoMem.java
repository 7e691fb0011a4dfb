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

  /** The ranges of that name, nested ones included. */
  public static ImmutableList<Extent> named(SysRoot root, String name) {
    ImmutableList<Extent> found = parse(root.lines("/proc/iomem"), name);
    if (found.stream().anyMatch(extent -> extent.getStart() == 0 && extent.getEnd() == 1)) {
      throw new Failure(
          "read the memory map", "/proc/iomem", "addresses are hidden", "Run osswap as root.");
    }
    return found;
  }

  static ImmutableList<Extent> parse(List<String> lines, String name) {
    ImmutableList.Builder<Extent> found = ImmutableList.builder();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(4).startsWith(name)) {
        found.add(
            Extents.of(
                Long.parseUnsignedLong(matcher.group(2), 16),
                Long.parseUnsignedLong(matcher.group(3), 16) + 1));
      }
    }
    return found.build();
  }
}
