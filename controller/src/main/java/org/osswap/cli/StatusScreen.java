package org.osswap.cli;

import com.google.common.base.Strings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.osswap.proto.AppTransition;
import org.osswap.proto.Notice;
import org.osswap.proto.Problem;
import org.osswap.proto.Size;
import org.osswap.proto.SwapReport;
import org.osswap.proto.Timing;

/** Shows in what state a swap is, and which command comes next. */
final class StatusScreen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

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
    line(screen, "state", report.getPhase().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    line(screen, "from", report.getFromOs() + ", " + report.getFromKernel());
    line(screen, "to", report.getToOs() + ", " + report.getToKernel());
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

  private static void line(StringBuilder screen, String label, String text) {
    screen.append(Strings.padEnd(label, 20, ' ')).append(text).append('\n');
  }
}
