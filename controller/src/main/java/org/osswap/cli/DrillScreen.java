package org.osswap.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.osswap.drill.Drill;
import org.osswap.drill.History;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillFigure;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillRun;
import org.osswap.proto.DrillTarget;
import org.osswap.proto.Problem;

/** Shows drills, the report of one, and the history of all. */
final class DrillScreen {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private DrillScreen() {}

  static String list(List<Drill> drills) {
    StringBuilder screen = new StringBuilder();
    for (Drill drill : drills) {
      line(screen, "%-15s %-22s %s", drill.name(), drill.expect(), drill.title());
    }
    return screen.toString();
  }

  static String question(Drill drill, String machine) {
    return "On machine "
        + machine
        + ": "
        + drill.breaks()
        + '\n'
        + (drill.undo().text().isEmpty()
            ? "Nothing undoes it: " + drill.noUndo()
            : "It is undone afterwards by: " + drill.undo())
        + "\nBreak it now? [y/N] ";
  }

  static String report(DrillReport report) {
    StringBuilder screen = new StringBuilder();
    line(screen, "%-14s%s on %s: %s", "drill", report.getDrill(), report.getMachine(), report.getTitle());
    for (DrillEvent event : report.getEventsList()) {
      line(
          screen,
          "%+9.2f s   %-10s %-18s %s",
          event.getAfterS(),
          event.getSide(),
          event.getWhat(),
          (event.getObject() + "  " + event.getDetail()).strip());
    }
    for (DrillApp app : report.getAppsList()) {
      line(
          screen,
          "%-14s%s, %s%s",
          app.getName(),
          app.getHow(),
          app.getBack()
              ? String.format(Locale.ROOT, "answers; recovery %.1f s", app.getRecoveryS())
              : "DOES NOT ANSWER",
          app.hasRecoveryPointS()
              ? String.format(Locale.ROOT, ", recovery point %.1f s", app.getRecoveryPointS())
              : "");
    }
    for (DrillTarget target : report.getTargetsList()) {
      line(
          screen,
          "%-14s%-17s %-12s %8s of at most %.1f",
          target.getHeld() ? "held" : "MISSED",
          target.getTarget(),
          target.getObject(),
          target.hasMeasured()
              ? String.format(Locale.ROOT, "%.1f", target.getMeasured())
              : "not seen",
          target.getMost());
    }
    report.getLostList().forEach(lost -> line(screen, "%-14s%s", "lost", lost));
    for (Problem problem : report.getProblemsList()) {
      line(screen, "%-14s%s: %s: %s", "problem", problem.getStep(), problem.getObject(), problem.getCause());
    }
    line(screen, "%-14s%s", "outcome", report.getOutcome());
    line(
        screen,
        "%-14s%s: %s",
        "verdict",
        report.getVerdict().name().toLowerCase(Locale.ROOT),
        report.getHeadline());
    return screen.toString();
  }

  static String history(History history, String drill) {
    StringBuilder screen = new StringBuilder();
    for (DrillRun run : history.of(drill)) {
      line(
          screen,
          "%s  %-15s %-12s %-10s %s",
          DATE.format(Instant.ofEpochMilli(run.getBrokeEpochMillis())),
          run.getDrill(),
          run.getMachine(),
          run.getVerdict().name().toLowerCase(Locale.ROOT),
          run.getFiguresList().stream()
              .map(figure -> figure(history, run, figure))
              .collect(Collectors.joining(", ")));
    }
    return screen.length() == 0 ? "no drill was run\n" : screen.toString();
  }

  /** With its change from the median of the runs before, if there were any. */
  private static String figure(History history, DrillRun run, DrillFigure figure) {
    OptionalDouble median = history.medianBefore(run, figure.getName());
    return String.format(Locale.ROOT, "%s %.1f", figure.getName(), figure.getValue())
        + (median.isEmpty()
            ? ""
            : String.format(Locale.ROOT, " (%+.1f)", figure.getValue() - median.getAsDouble()));
  }

  private static void line(StringBuilder screen, String format, Object... values) {
    screen.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
