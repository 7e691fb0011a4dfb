package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

/**
 * The kernel's address resources, /proc/iomem or /proc/ioports: who owns which range.
 *
 * <pre>
 * 00100000-7ffdcfff : System RAM
 *   7b000000-7cffffff : Crash kernel
 * </pre>
 *
 * <p>Two blanks of indentation a level; hexadecimal, ends inclusive. Without CAP_SYS_ADMIN every
 * address reads as zero.
 */
public final class ResourceTree {
  private static final Pattern LINE =
      Pattern.compile("( *)([0-9a-f]+)-([0-9a-f]+) : (.*)", Pattern.CASE_INSENSITIVE);

  /** One owner of a range. Depth 0: not inside of another one. */
  record Entry(int depth, Range<Long> range, String name) {}

  private final ImmutableList<Entry> entries;

  private ResourceTree(ImmutableList<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads /proc/iomem.
   *
   * @throws Failure without the right to see addresses
   */
  public static ResourceTree memory(SysRoot root) {
    ResourceTree tree = root.parse("/proc/iomem", ResourceTree::parse);
    if (tree.entries.stream().allMatch(entry -> entry.range().upperEndpoint() <= 1)) {
      throw new Failure(
          "read the machine's memory map",
          "/proc/iomem",
          tree.entries.isEmpty() ? "it is empty" : "all its addresses are zero",
          "Run osswap as root.");
    }
    return tree;
  }

  static ResourceTree ports(SysRoot root) {
    return root.parse("/proc/ioports", ResourceTree::parse);
  }

  /**
   * Parses the file's lines; what has another form is skipped.
   *
   * @throws IllegalArgumentException if an address has more than 64 bits
   */
  static ResourceTree parse(List<String> lines) {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        long start = Long.parseUnsignedLong(matcher.group(2), 16);
        long last = Long.parseUnsignedLong(matcher.group(3), 16);
        // A range that ends at 2^63 or above is nothing that RAM or a BAR could be.
        if (start >= 0 && last >= start && last < Long.MAX_VALUE) {
          entries.add(
              new Entry(
                  matcher.group(1).length() / 2,
                  Range.closedOpen(start, last + 1),
                  matcher.group(4)));
        }
      }
    }
    return new ResourceTree(entries.build());
  }

  ImmutableList<Entry> entries() {
    return entries;
  }

  /** The ranges of this name, at any depth. */
  public ImmutableRangeSet<Long> named(String name) {
    return matching(entry -> entry.name().equals(name));
  }

  /** What the running kernel uses as its memory, kmem's included. */
  public ImmutableRangeSet<Long> systemRam() {
    return matching(entry -> entry.name().startsWith("System RAM"));
  }

  /** Reserved by the firmware or by {@code memmap=}. */
  ImmutableRangeSet<Long> reserved() {
    return matching(entry -> entry.name().equalsIgnoreCase("reserved"));
  }

  /** All ranges that somebody owns. */
  ImmutableRangeSet<Long> owned() {
    return matching(entry -> entry.depth() == 0);
  }

  private ImmutableRangeSet<Long> matching(Predicate<Entry> wanted) {
    return Extents.union(
        entries.stream().filter(wanted).map(Entry::range).collect(ImmutableList.toImmutableList()));
  }
}
