package org.osswap.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.osswap.apps.AppPaths;
import org.osswap.controller.WatchControl;
import org.osswap.proto.DueReport;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathReport;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchReport;

/** Shows the paths that are watched, what will be done when, and what was noted of late. */
final class WatchScreen {
  private static final int LINES = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private WatchScreen() {}

  /** All of it. */
  static String render(WatchReport report, long now) {
    StringBuilder screen = new StringBuilder(paths(report, now));
    report.getLogList().stream()
        .skip(Math.max(0, report.getLogCount() - LINES))
        .forEach(
            line ->
                StatusScreen.line(screen, "noted " + time(line.getEpochMillis()), line.getText()));
    return screen.toString();
  }

  /** A line a path. */
  static String paths(WatchReport report, long now) {
    StringBuilder screen = new StringBuilder();
    for (PathReport path : report.getPathsList()) {
      StatusScreen.line(
          screen,
          path.getKind().name().toLowerCase(Locale.ROOT),
          path.getName() + ": " + state(path) + due(path, report, now));
    }
    if (report.getHeld()) {
      StatusScreen.line(screen, "held", "nothing but alerts until 'osswap watch release'");
    }
    if (report.getActed() != LossPolicy.LOSS_POLICY_UNSPECIFIED) {
      StatusScreen.line(
          screen,
          "begun " + time(report.getActedEpochMillis()),
          AppPaths.nameOf(report.getActed()));
    }
    if (WatchControl.silent(report, now)) {
      StatusScreen.line(
          screen,
          "watch",
          report.getEpochMillis() == 0
              ? "has said nothing yet"
              : String.format(
                  Locale.ROOT,
                  "SILENT for %d s: see 'systemctl status osswap-watch.service'",
                  (now - report.getEpochMillis()) / 1000));
    }
    return screen.toString();
  }

  private static String state(PathReport path) {
    String name =
        path.getState() == PathState.PATH_STATE_UNSPECIFIED ? "unknown" : path.getState().name();
    return name + " since " + time(path.getSinceEpochMillis()) + ", " + path.getEvidence();
  }

  private static String due(PathReport path, WatchReport report, long now) {
    StringBuilder text = new StringBuilder(path.getCancelled() ? "; cancelled until it is back" : "");
    for (DueReport due : path.getDueList()) {
      text.append("; ")
          .append(AppPaths.nameOf(due.getPolicy()))
          .append(due.getApp().isEmpty() ? "" : " for " + due.getApp())
          .append(when(due, report.getHeld(), now));
    }
    return text.toString();
  }

  private static String when(DueReport due, boolean held, long now) {
    if (due.getDone()) {
      return ": told";
    }
    long left = (due.getEpochMillis() - now + 999) / 1000;
    if (left > 0) {
      return " in " + left + " s";
    }
    return held && due.getPolicy() != LossPolicy.ALERT ? ": due, but held" : ": due";
  }

  private static String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis));
  }
}
