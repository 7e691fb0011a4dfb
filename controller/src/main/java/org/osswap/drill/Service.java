package org.osswap.drill;

import org.osswap.proto.ClientReport;

/**
 * When an application didn't answer, as its client saw it: the longest time without an answer.
 *
 * @param down when it began, {@code back} when it ended; milliseconds since the epoch
 * @param answers whether an answer ended it
 */
record Service(long down, long back, boolean answers) {
  /** Times in the report are rounded. */
  private static final long ROUNDING_MILLIS = 2;

  static Service of(ClientReport report) {
    long down = Math.round(report.getBlackoutAt() * 1000);
    long back = down + Math.round(report.getBlackoutMs());
    return new Service(
        down,
        back,
        report.hasLastAnswerAt()
            && Math.round(report.getLastAnswerAt() * 1000) + ROUNDING_MILLIS >= back);
  }

  /** Whether it has answered for a while since. */
  static boolean settled(ClientReport report, long now, long millis) {
    Service service = of(report);
    return service.answers
        && now - service.back >= millis
        && now - Math.round(report.getLastAnswerAt() * 1000) < millis;
  }
}
