package org.osswap.cli;

import com.google.common.base.Strings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.osswap.proto.AppTransition;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.CheckpointReport;
import org.osswap.proto.CrashReport;
import org.osswap.proto.Notice;
import org.osswap.proto.Problem;
import org.osswap.proto.RevivedApp;
import org.osswap.proto.Size;
import org.osswap.proto.SwapReport;
import org.osswap.proto.Timing;

/** Shows in what state a swap is, and which command comes next. */
final class StatusScreen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private StatusScreen() {}

  static String render(SwapReport report) {
    StringBuilder screen = new StringBuilder();
    if (report.getSwapId().isEmpty()) {
      line(screen, "swap", "none was begun on this machine");
    } else {
      swap(screen, report);
    }
    line(screen, "now", report.getSituation());
    line(screen, "next", report.getNext().isEmpty() ? "nothing to do" : report.getNext());
    return screen.toString();
  }

  private static void swap(StringBuilder screen, SwapReport report) {
    line(screen, "swap", report.getSwapId());
    line(
        screen,
        "state",
        report.getPhase().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + (report.getUnfinished() ? ", unfinished" : ""));
    line(screen, "from", report.getFromOs() + ", " + report.getFromKernel());
    line(screen, "to", report.getToOs() + ", " + report.getToKernel());
    if (report.hasArmed()) {
      line(screen, "armed", armed(report.getArmed(), System.currentTimeMillis()));
      if (report.getArmed().hasWatch()) {
        screen.append(
            WatchScreen.paths(report.getArmed().getWatch(), System.currentTimeMillis()));
      }
    }
    if (report.hasCrash()) {
      line(screen, "old OS", crash(report.getCrash()));
      report.getCrash().getAppsList().forEach(app -> line(screen, "  " + app.getApp(), revived(app)));
    }
    for (AppTransition app : report.getAppsList()) {
      line(screen, "app " + app.getApp(), app.getPhase().name().toLowerCase(Locale.ROOT));
    }
    for (Timing timing : report.getPhasesList()) {
      line(
          screen,
          timing.getName().toLowerCase(Locale.ROOT).replace('_', ' '),
          String.format(Locale.ROOT, "%.1f s", timing.getMillis() / 1000.0));
    }
    for (Size size : report.getSizesList()) {
      line(screen, size.getName(), Bytes.of(size.getBytes()));
    }
    for (Notice notice : report.getNoticesList()) {
      line(
          screen,
          "noted " + TIME.format(Instant.ofEpochMilli(notice.getEpochMillis())),
          notice.getText());
    }
    for (Problem problem : report.getProblemsList()) {
      line(screen, "failed", problem.getStep() + ": " + problem.getObject());
      line(screen, "  cause", problem.getCause());
      line(screen, "  remedy", problem.getRemedy());
    }
  }

  static String armed(ArmedReport armed, long now) {
    return String.format(
        Locale.ROOT,
        "since %s: %s on CPUs %s and %s; its heartbeat %s, ours %s; acts on %s%s",
        DATE.format(Instant.ofEpochMilli(armed.getSinceEpochMillis())),
        armed.getImage(),
        armed.getCpus(),
        Bytes.of(armed.getMemory()),
        age(armed.getHeartbeatAgeMillis()),
        age(armed.getOwnHeartbeatAgeMillis()),
        causes(armed),
        checkpoints(armed, now));
  }

  private static String checkpoints(ArmedReport armed, long now) {
    StringBuilder text = new StringBuilder();
    for (CheckpointReport checkpoint : armed.getCheckpointsList()) {
      text.append("; checkpoint of ")
          .append(checkpoint.getApp())
          .append(
              checkpoint.getEpochMillis() == 0
                  ? ": none yet"
                  : " " + age(Math.max(0, now - checkpoint.getEpochMillis())));
    }
    return text.toString();
  }

  private static String causes(ArmedReport armed) {
    String silence =
        String.format(Locale.ROOT, "%.0f s of silence", armed.getHangLimitMillis() / 1000.0);
    if (armed.getHangLimitMillis() == 0) {
      return "a panic";
    }
    return armed.getCrashKernel() ? "a panic or " + silence : silence;
  }

  private static String age(long millis) {
    return millis < 0
        ? "unknown"
        : String.format(Locale.ROOT, "%.1f s ago", millis / 1000.0);
  }

  private static String crash(CrashReport crash) {
    return cause(crash)
        + "; decided at "
        + TIME.format(Instant.ofEpochMilli(crash.getDecidedEpochMillis()))
        + (crash.getLog().isEmpty() ? "; no kernel log" : "; kernel log: " + crash.getLog());
  }

  private static String cause(CrashReport crash) {
    return switch (crash.getCause()) {
      case PANIC -> "panicked";
      case REQUESTED ->
          String.format(
              Locale.ROOT,
              "asked to be taken over: its paths were lost for %.1f s",
              crash.getLostMillis() / 1000.0);
      default ->
          String.format(Locale.ROOT, "hung: silent for %.1f s", crash.getSilenceMillis() / 1000.0);
    };
  }

  private static String revived(RevivedApp app) {
    return switch (app.getHow()) {
      case RESTORED ->
          String.format(
              Locale.ROOT,
              "restored from its checkpoint of %s: %.1f s before the crash was decided",
              TIME.format(Instant.ofEpochMilli(app.getCheckpointEpochMillis())),
              app.getAgeMillis() / 1000.0);
      case STARTED -> "started afresh: what it had in memory is lost";
      default -> "NOT brought back";
    };
  }

  static void line(StringBuilder screen, String label, String text) {
    screen.append(Strings.padEnd(label, 20, ' ')).append(text).append('\n');
  }
}
