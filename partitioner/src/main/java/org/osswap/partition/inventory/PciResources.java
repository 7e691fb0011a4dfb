package org.osswap.partition.inventory;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.List;
import org.osswap.base.Extents;

/**
 * What a PCI function decodes, from its sysfs file {@code resource}: a line for each BAR, the ROM,
 * and for bridges the windows, with start, last address and flags (include/linux/ioport.h).
 */
record PciResources(ImmutableRangeSet<Long> memory, ImmutableRangeSet<Long> io) {
  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();
  private static final long IORESOURCE_IO = 0x100;
  private static final long IORESOURCE_MEM = 0x200;
  private static final long IORESOURCE_UNSET = 0x20000000;

  /**
   * Parses the file's lines; those of other than three words are skipped.
   *
   * @throws IllegalArgumentException if a word is no hexadecimal number
   */
  static PciResources parse(List<String> lines) {
    ImmutableList.Builder<Range<Long>> memory = ImmutableList.builder();
    ImmutableList.Builder<Range<Long>> io = ImmutableList.builder();
    for (String line : lines) {
      List<String> words = WORDS.splitToList(line);
      if (words.size() != 3) {
        continue;
      }
      long start = number(words.get(0));
      long last = number(words.get(1));
      long flags = number(words.get(2));
      // What ends at 2^63 or above is no window.
      if (start < 0 || last <= start || last == Long.MAX_VALUE || (flags & IORESOURCE_UNSET) != 0) {
        continue;
      }
      if ((flags & IORESOURCE_MEM) != 0) {
        memory.add(Range.closedOpen(start, last + 1));
      } else if ((flags & IORESOURCE_IO) != 0) {
        io.add(Range.closedOpen(start, last + 1));
      }
    }
    return new PciResources(Extents.union(memory.build()), Extents.union(io.build()));
  }

  private static long number(String word) {
    if (!word.startsWith("0x")) {
      throw new IllegalArgumentException("not a hexadecimal number: " + word);
    }
    return Long.parseUnsignedLong(word.substring(2), 16);
  }
}
