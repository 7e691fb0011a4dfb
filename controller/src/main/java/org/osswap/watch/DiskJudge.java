package org.osswap.watch;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Tells, of what sysfs says of a disk and what a read of it answered, in what state its path is. The first
 * line that applies counts; errno is the kernel's translation of what the device said (block/blk-core.c,
 * blk_errors).
 *
 * <pre>
 * sign                                                                     state
 * the kernel has no such device                                            PDL
 * a read has no answer for probe_s, and no other read of the disk ended    APD
 * a read answered EREMOTEIO (the target: sense "not supported"), ENODEV,
 *   ENXIO, ENOENT, ENOMEDIUM (device gone), EBADE (it serves another)      PDL
 * a read answered EIO, and every path is blocked or transport-offline      APD
 * a read answered EIO                                                      PDL
 * a read answered ENOLINK, ETIMEDOUT (transport)                           APD
 * every path is offline, blocked, transport-offline ...                    APD
 * writes are in flight, and none ended for three times probe_s             APD
 * a read answered otherwise than with data: ENODATA (medium), EINVAL ...   DEGRADED
 * some paths are offline, blocked, transport-offline ...                   DEGRADED
 * no read was answered yet                                                 unknown
 * data came                                                                UP
 * </pre>
 *
 * A multipath map that queues while it has no path (queue_if_no_path) answers nothing: APD. A disk that is
 * slow because it is busy ends other reads meanwhile, and isn't lost. One disk each.
 */
final class DiskJudge {
  private static final ImmutableSet<String> PERMANENT =
      ImmutableSet.of("EREMOTEIO", "ENODEV", "ENXIO", "ENOENT", "ENOMEDIUM", "EBADE");

  private static final ImmutableSet<String> TRANSPORT = ImmutableSet.of("ENOLINK", "ETIMEDOUT");
  private static final int WRITE_LIMIT_FACTOR = 3;

  private final long limit;
  private long reads = -1;
  private long readsMovedAt;
  private long writes = -1;
  private long writesMovedAt;

  /**
   * Judges one disk.
   *
   * @param limit how long a read may take, milliseconds
   */
  DiskJudge(long limit) {
    this.limit = limit;
  }

  Finding judge(DiskFacts facts, Probe.View<ReadAnswer> probe, long now) {
    if (!facts.there()) {
      return Finding.permanentLoss("the kernel has no such device");
    }
    facts.stat().ifPresent(stat -> follow(stat, now));
    long waiting = probe.waiting(now);
    if (waiting >= limit && (facts.stat().isEmpty() || now - readsMovedAt >= limit)) {
      return Finding.transientLoss(
          "no answer to a read for " + waiting / 1000 + " s; " + facts.paths());
    }
    String error = probe.answer().map(ReadAnswer::error).orElse("");
    return lost(facts, error, now).orElseGet(() -> served(facts, probe, error));
  }

  /** What has ended lately: of a disk that answers somebody, it is not said that it gives no answer. */
  private void follow(DiskStat stat, long now) {
    if (stat.readsDone() != reads) {
      reads = stat.readsDone();
      readsMovedAt = now;
    }
    if (stat.writesDone() != writes || stat.writesInFlight() == 0) {
      writes = stat.writesDone();
      writesMovedAt = now;
    }
  }

  private Optional<Finding> lost(DiskFacts facts, String error, long now) {
    String said = "a read answers " + error + "; " + facts.paths();
    if (PERMANENT.contains(error)) {
      return Optional.of(Finding.permanentLoss(said));
    }
    if (error.equals("EIO")) {
      return Optional.of(
          facts.allSilent() ? Finding.transientLoss(said) : Finding.permanentLoss(said));
    }
    if (TRANSPORT.contains(error)) {
      return Optional.of(Finding.transientLoss(said));
    }
    if (facts.allLost()) {
      return Optional.of(Finding.transientLoss("no path is left; " + facts.paths()));
    }
    long stuck = now - writesMovedAt;
    long inFlight = facts.stat().map(DiskStat::writesInFlight).orElse(0L);
    return inFlight > 0 && stuck >= WRITE_LIMIT_FACTOR * limit
        ? Optional.of(
            Finding.transientLoss(
                inFlight + " writes in flight, none ended for " + stuck / 1000 + " s"))
        : Optional.empty();
  }

  private static Finding served(DiskFacts facts, Probe.View<ReadAnswer> probe, String error) {
    if (!error.isEmpty()) {
      return Finding.degraded("a read answers " + error + "; " + facts.paths());
    }
    if (facts.someLost()) {
      return Finding.degraded(facts.paths());
    }
    return probe.answer().isEmpty()
        ? Finding.unknown("the first read is awaited")
        : Finding.up(facts.paths());
  }
}
