package org.osswap.base;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has no event to be awaited: another kernel's memory, or a file in sysfs. */
public final class Poll {
  private static final Duration STEP = Duration.ofMillis(1);
  private static final Duration LONGEST_STEP = Duration.ofMillis(50);

  private Poll() {}

  /**
   * Waits until a condition holds.
   *
   * @return false when the limit passed before; or the thread was interrupted, which it is still then
   */
  public static boolean until(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long step = STEP.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(step);
      step = Math.min(step * 5 / 4, LONGEST_STEP.toNanos());
    }
    return true;
  }
}
