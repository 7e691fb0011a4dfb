package org.osswap.partition.inventory;

import com.google.common.base.Splitter;
import com.google.common.collect.ContiguousSet;
import com.google.common.collect.ImmutableSortedSet;

/** The kernel's list format for CPUs and nodes: {@code 0-3,8,10-11}. */
public final class CpuList {
  /** More than any kernel numbers: a slip of the finger shall not cost all memory. */
  private static final int HIGHEST = 0xffff;

  private CpuList() {}

  /**
   * The numbers in the list.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  public static ImmutableSortedSet<Integer> parse(String text) {
    ImmutableSortedSet.Builder<Integer> numbers = ImmutableSortedSet.naturalOrder();
    for (String part : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (first < 0 || last < first || last > HIGHEST) {
        throw new IllegalArgumentException("not a range of numbers: " + part);
      }
      numbers.addAll(ContiguousSet.closed(first, last));
    }
    return numbers.build();
  }

  /** The other way round: {@code 0-3,8}. */
  public static String format(Iterable<Integer> numbers) {
    ImmutableSortedSet<Integer> sorted = ImmutableSortedSet.copyOf(numbers);
    StringBuilder text = new StringBuilder();
    for (int number : sorted) {
      if (sorted.contains(number - 1)) {
        continue;
      }
      int last = number;
      while (sorted.contains(last + 1)) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ",").append(number);
      if (last > number) {
        text.append('-').append(last);
      }
    }
    return text.toString();
  }
}
