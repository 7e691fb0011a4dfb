package org.osswap.watch;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.List;

/**
 * How much a block device has done, and has to do.
 *
 * @param readsDone since it came, however they ended
 * @param writesDone the same of writes, discards and flushes
 * @param readsInFlight handed to it and not ended
 * @param writesInFlight the same
 */
record DiskStat(long readsDone, long writesDone, long readsInFlight, long writesInFlight) {
  private static final Splitter FIELDS =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().trimResults();

  // Fields of Documentation/block/stat.rst, counted from 0.
  private static final int READS = 0;
  private static final int WRITES = 4;
  private static final int DISCARDS = 11;
  private static final int FLUSHES = 15;

  /**
   * Reads {@code /sys/class/block/X/stat} and {@code .../inflight}.
   *
   * @param stat 11, 15 or 17 numbers
   * @param inflight two numbers: reads, writes
   * @throws IllegalArgumentException if they are something else
   */
  static DiskStat parse(String stat, String inflight) {
    List<String> done = FIELDS.splitToList(stat);
    List<String> now = FIELDS.splitToList(inflight);
    if (done.size() <= WRITES || now.size() != 2) {
      throw new IllegalArgumentException("stat \"" + stat + "\", inflight \"" + inflight + "\"");
    }
    return new DiskStat(
        number(done, READS),
        number(done, WRITES) + number(done, DISCARDS) + number(done, FLUSHES),
        number(now, 0),
        number(now, 1));
  }

  private static long number(List<String> fields, int index) {
    return index < fields.size() ? Long.parseUnsignedLong(fields.get(index)) : 0;
  }
}
