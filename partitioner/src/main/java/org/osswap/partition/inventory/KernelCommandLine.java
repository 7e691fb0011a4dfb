package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;

/**
 * The running kernel's parameters (Documentation/admin-guide/kernel-parameters.txt).
 *
 * <p>Where a parameter stands several times, the last one counts, as it does for most of them.
 */
public final class KernelCommandLine {
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*+\"|[^\\s\"]++)++");
  private static final Pattern RESERVATION =
      Pattern.compile("([0-9a-fx]+[kmgtpe]?)\\$([0-9a-fx]+[kmgtpe]?)", Pattern.CASE_INSENSITIVE);

  /** E820_TYPE_SOFT_RESERVED of arch/x86/include/asm/e820/types.h. */
  private static final Pattern SOFT_RESERVATION =
      Pattern.compile(
          "([0-9a-fx]+[kmgtpe]?)%([0-9a-fx]+[kmgtpe]?)(?:-[0-9a-fx]+)?\\+0xefffffff",
          Pattern.CASE_INSENSITIVE);

  private final ImmutableList<String> words;

  private KernelCommandLine(ImmutableList<String> words) {
    this.words = words;
  }

  public static KernelCommandLine read(SysRoot root) {
    return parse(root.text("/proc/cmdline").orElse(""));
  }

  public static KernelCommandLine parse(String text) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find() && !matcher.group().equals("--")) {
      words.add(matcher.group().replace("\"", ""));
    }
    return new KernelCommandLine(words.build());
  }

  /** True if the word stands there, exactly: {@code panic=0}. */
  public boolean has(String word) {
    return words.contains(word);
  }

  /** What a parameter is set to. */
  public Optional<String> value(String name) {
    return words.reverse().stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst();
  }

  /** The ranges that {@code memmap=SIZE$START} keeps from the kernel. */
  public ImmutableRangeSet<Long> reservations() {
    return ranges(RESERVATION);
  }

  private ImmutableRangeSet<Long> ranges(Pattern kind) {
    return Extents.union(
        words.stream()
            .filter(word -> word.startsWith("memmap="))
            .flatMap(word -> Pattern.compile(",").splitAsStream(word.substring(7)))
            .map(kind::matcher)
            .filter(Matcher::matches)
            .flatMap(matcher -> sized(matcher.group(2), matcher.group(1)).stream())
            .collect(ImmutableList.toImmutableList()));
  }

  /** The ranges that {@code memmap=SIZE%START-1+0xefffffff} turns from RAM into soft-reserved memory. */
  public ImmutableRangeSet<Long> softReservations() {
    return ranges(SOFT_RESERVATION);
  }

  /** Empty for what can't be a range: the kernel ignores it too. */
  private static Optional<Range<Long>> sized(String start, String size) {
    try {
      long from = bytes(start);
      return Optional.of(Range.closedOpen(from, Math.addExact(from, bytes(size))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * A size as the kernel's memparse() reads it: 512M, 0x100000000, 2G.
   *
   * @throws IllegalArgumentException if it is none, or 2^63 or more
   */
  public static long bytes(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no amount of memory");
    }
    int unit = " kmgtpe".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
    // E is a digit in hexadecimal.
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    if (unit < 1 || (hex && unit == 6)) {
      return Long.decode(text);
    }
    long count = Long.decode(text.substring(0, text.length() - 1));
    if (count < 0 || count > Long.MAX_VALUE >> (10 * unit)) {
      throw new IllegalArgumentException("not an amount of memory: " + text);
    }
    return count << (10 * unit);
  }
}
