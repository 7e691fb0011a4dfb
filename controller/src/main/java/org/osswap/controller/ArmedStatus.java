package org.osswap.controller;

import java.time.Duration;
import java.util.Optional;
import org.osswap.apps.Heart;
import org.osswap.base.Failure;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.SwapReport;
import org.osswap.watch.WatchFiles;

/** What {@code osswap status} says of hearts, beside what the journal says of an armed successor. */
public final class ArmedStatus {
  /** A successor beats five times a second. */
  private static final Duration SILENT = Duration.ofSeconds(5);

  private ArmedStatus() {}

  /** On this machine. */
  public static SwapReport complete(Site site, SwapReport report) {
    if (!report.hasArmed()) {
      return report;
    }
    SwapReport.Builder complete =
        complete(report, new Heart(site.root(), site.processes()).ages()).toBuilder();
    watched(site, complete);
    CheckpointTimes times = new CheckpointTimes(site.root());
    try {
      Standby.due(site)
          .forEach(
              manifest ->
                  complete
                      .getArmedBuilder()
                      .addCheckpointsBuilder()
                      .setApp(manifest.name())
                      .setEpochMillis(times.of(manifest.name())));
    } catch (Failure unreadable) {
      // Manifests that were spoilt since are told by whoever needs them.
    }
    return complete.build();
  }

  private static void watched(Site site, SwapReport.Builder complete) {
    try {
      new WatchFiles(site.root()).report().ifPresent(complete.getArmedBuilder()::setWatch);
    } catch (Failure unreadable) {
      // 'osswap watch' tells why.
    }
  }

  /** Adds the ages of the last beats; and what to do when there are none, unless an osswap is at work. */
  static SwapReport complete(SwapReport report, Optional<Heart.Ages> ages) {
    Optional<Duration> own = ages.map(Heart.Ages::own);
    Optional<Duration> successor = ages.flatMap(Heart.Ages::successor);
    ArmedReport armed =
        report.getArmed().toBuilder()
            .setOwnHeartbeatAgeMillis(own.map(Duration::toMillis).orElse(-1L))
            .setHeartbeatAgeMillis(successor.map(Duration::toMillis).orElse(-1L))
            .build();
    SwapReport.Builder complete = report.toBuilder().setArmed(armed);
    if (report.getAtWork()) {
      return complete.build();
    }
    if (silent(own)) {
      return complete
          .setSituation(
              report.getSituation()
                  + "; but this OS's heart doesn't beat ("
                  + Heart.UNIT
                  + "), which the successor takes for a hang")
          .setNext("osswap disarm")
          .build();
    }
    if (silent(successor)) {
      return complete
          .setSituation(report.getSituation() + "; but the successor's heart is silent: it may be dead")
          .setNext("osswap disarm")
          .build();
    }
    return complete.build();
  }

  private static boolean silent(Optional<Duration> age) {
    return age.map(known -> known.compareTo(SILENT) > 0).orElse(true);
  }
}
