package org.osswap.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.osswap.launch.shared.Pulse;
import org.osswap.proto.Crash;

/**
 * Tells from what an incumbent shows in memory that it has crashed, or asks to be taken over. Says it once.
 */
final class StandbyWatch {
  /** Between two looks. */
  static final Duration INTERVAL = Duration.ofMillis(50);

  private final Optional<Pulse> pulse;
  private final boolean heedsRequests;
  private boolean said;

  /**
   * A watch.
   *
   * @param hangLimit the silence that counts as a hang; zero: none does
   * @param heedsRequests whether an incumbent that lives can be fenced: its request is ignored otherwise
   */
  StandbyWatch(Duration hangLimit, boolean heedsRequests) {
    this.heedsRequests = heedsRequests;
    this.pulse =
        hangLimit.isZero() ? Optional.empty() : Optional.of(new Pulse(hangLimit, INTERVAL));
  }

  /**
   * Looks.
   *
   * @param parked whether its park stub said that it has ended
   * @param requested for how long its paths had been lost when it asked to be taken over, milliseconds;
   *     empty: it doesn't ask
   * @param beats of its heart
   * @param now any clock's nanoseconds
   */
  Optional<Crash> look(boolean parked, OptionalLong requested, long beats, long now) {
    if (said) {
      return Optional.empty();
    }
    boolean silent = pulse.map(p -> p.look(beats, now) == Pulse.Sign.LATE).orElse(false);
    boolean asks = heedsRequests && requested.isPresent();
    if (!parked && !silent && !asks) {
      return Optional.empty();
    }
    said = true;
    return Optional.of(
        Crash.newBuilder()
            .setCause(cause(parked, asks))
            .setSilenceMillis(
                silent ? (int) pulse.orElseThrow().silence().toMillis() : 0)
            .setLostMillis(asks ? requested.getAsLong() : 0)
            .build());
  }

  /** One that asked and then fell silent has asked. */
  private static Crash.Cause cause(boolean parked, boolean asks) {
    if (parked) {
      return Crash.Cause.PANIC;
    }
    return asks ? Crash.Cause.REQUESTED : Crash.Cause.HANG;
  }
}
