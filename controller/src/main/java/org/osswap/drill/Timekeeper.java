package org.osswap.drill;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The operator's clock, and waiting by it. */
public interface Timekeeper {

  /** Milliseconds since the epoch. */
  long now();

  void pause(Duration time);

  static Timekeeper system() {
    return new Timekeeper() {
      @Override
      public long now() {
        return System.currentTimeMillis();
      }

      @Override
      public void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
      }
    };
  }
}
