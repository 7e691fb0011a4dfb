package org.osswap.drill;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How another machine's clock stands to the operator's, by Cristian's method: its answer is taken to be of the
 * middle of the round trip, and the shortest round trip is believed.
 *
 * @param millis that clock less the operator's
 * @param uncertainty half of the round trip, in milliseconds
 */
record ClockOffset(double millis, double uncertainty) {
  static final ClockOffset NONE = new ClockOffset(0, 0);

  /** A time of that clock, by the operator's. Both in milliseconds since the epoch. */
  long here(long there) {
    return Math.round(there - millis);
  }

  static Optional<ClockOffset> best(List<ClockOffset> samples) {
    return samples.stream().min(Comparator.comparingDouble(ClockOffset::uncertainty));
  }

  /**
   * One round trip.
   *
   * @param sent before it, and {@code received} after it, by the operator's clock
   * @param answer of {@code date +%s.%N}
   * @return empty if that is no time
   */
  static Optional<ClockOffset> of(long sent, String answer, long received) {
    String text = answer.strip();
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      return Optional.empty();
    }
    double there = new BigDecimal(text).movePointRight(3).doubleValue();
    return Optional.of(
        new ClockOffset(there - (sent + received) / 2.0, (received - sent) / 2.0));
  }
}
