package org.osswap.agent;

import java.time.Duration;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;

/** Steps this OS's clock to the incumbent's: a successor has no clock of its own to read. */
final class Clock {
  private static final long TOLERATED_MILLIS = 50;
  private final ProcessRunner processes;

  Clock(ProcessRunner processes) {
    this.processes = processes;
  }

  /** Steps the clock when it differs from {@code epochMillis} by more than a network round trip. */
  void stepTo(long epochMillis) {
    if (Math.abs(System.currentTimeMillis() - epochMillis) <= TOLERATED_MILLIS) {
      return;
    }
    String seconds = epochMillis / 1000 + "." + String.format("%03d", epochMillis % 1000);
    FaultPoint.STEP_CLOCK.before();
    processes
        .run(Duration.ofSeconds(10), "date", "-u", "-s", "@" + seconds)
        .orFail("set the clock", seconds, "The target image needs the date command.");
    FaultPoint.STEP_CLOCK.after();
  }
}
