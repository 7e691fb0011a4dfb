package org.osswap.agent;

import java.time.Duration;
import java.util.Optional;
import org.osswap.launch.shared.Pulse;
import org.osswap.proto.Crash;

/** Tells from what an incumbent shows in memory that it has crashed. Says it once. */
final class StandbyWatch {
  /** Between two looks. */
  static final Duration INTERVAL = Duration.ofMillis(50);

  private final Optional<Pulse> pulse;
  private boolean said;

  /**
   * A watch.
   *
   * @param hangLimit the silence that counts as a hang; zero: none does
   */
  StandbyWatch(Duration hangLimit) {
    this.pulse =
        hangLimit.isZero() ? Optional.empty() : Optional.of(new Pulse(hangLimit, INTERVAL));
  }

  /**
   * Looks.
   *
   * @param parked whether its park stub said that it has ended
   * @param beats of its heart
   * @param now any clock's nanoseconds
   */
  Optional<Crash> look(boolean parked, long beats, long now) {
    if (said) {
      return Optional.empty();
    }
    boolean silent = pulse.map(p -> p.look(beats, now) == Pulse.Sign.LATE).orElse(false);
    if (!parked && !silent) {
      return Optional.empty();
    }
    said = true;
    return Optional.of(
        Crash.newBuilder()
            .setCause(parked ? Crash.Cause.PANIC : Crash.Cause.HANG)
            .setSilenceMillis(
                silent ? (int) pulse.orElseThrow().silence().toMillis() : 0)
            .build());
  }
}
