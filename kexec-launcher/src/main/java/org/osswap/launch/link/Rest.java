package org.osswap.launch.link;

import java.time.Duration;

/**
 * How long to wait before the next look at a ring, by how long nothing has come.
 *
 * <pre>
 * nothing for       a look each   added to a frame's way, at most
 * below 20 us       no pause      nothing
 * below 2 ms        50 us         0.1 ms (the kernel's timers are 50 us late)
 * below 1 s         500 us        0.6 ms
 * below 10 s        10 ms         10 ms: a hundred looks a second, some tenths of a percent of a CPU
 * longer            50 ms         50 ms: a fifth of that, for a successor that is armed for days
 * </pre>
 *
 * <p>There is nothing better across two kernels: no futex, no eventfd, and an interrupt can't be sent safely. Its
 * vector is whatever the other kernel has put there, and both program their interrupt controllers for
 * themselves. MONITOR/MWAIT are the kernel's, and Java has no UMWAIT. So one side looks. What shortens it: a side
 * that has sent a frame looks again at once, for an answer mostly follows.
 */
final class Rest {
  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;

  /** From so long a rest on, whoever sends a frame ends it. */
  static final Duration LONG = Duration.ofMillis(10);

  /** The longest rest. */
  static final Duration LONGEST = Duration.ofMillis(50);

  private Rest() {}

  /** Nanoseconds to rest after {@code idle} nanoseconds without a frame; 0: only a moment. */
  static long after(long idle) {
    if (idle < 20 * MICROS) {
      return 0;
    }
    if (idle < 2 * MILLIS) {
      return 50 * MICROS;
    }
    if (idle < 1000 * MILLIS) {
      return 500 * MICROS;
    }
    return idle < 10_000 * MILLIS ? LONG.toNanos() : LONGEST.toNanos();
  }
}
