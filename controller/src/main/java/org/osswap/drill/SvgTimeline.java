package org.osswap.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillReport;

/** The timeline as a drawing, to scale: a lane for each OS and application, and what happened as lines through them. */
final class SvgTimeline {
  private static final int WIDTH = 1000;
  private static final int LEFT = 116;
  private static final int RIGHT = 24;
  private static final int LANE = 44;
  private static final int BAND = 24;
  private static final int LABEL_ROW = 18;

  /** An em of the labels, about; for keeping them apart. */
  private static final double LETTER = 6.9;

  private final DrillReport report;
  private final StringBuilder svg = new StringBuilder();
  private final double from;
  private final double to;
  private final int top;
  private final List<Mark> marks;

  /** A line through all lanes, with its label in a row above them. */
  private record Mark(double at, String label, int row) {}

  private SvgTimeline(DrillReport report) {
    this.report = report;
    double end = Math.max(seconds(report.getEndedEpochMillis()), 1);
    this.from = -end * 0.06;
    this.to = end;
    this.marks = marks();
    this.top = 10 + LABEL_ROW * (1 + marks.stream().mapToInt(Mark::row).max().orElse(0));
  }

  static String of(DrillReport report) {
    return new SvgTimeline(report).draw();
  }

  private String draw() {
    int lanes = 2 + report.getAppsCount();
    int bottom = top + lanes * LANE;
    put(
        "<svg class=\"timeline\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Timeline\">",
        WIDTH, bottom + 30);
    axis(bottom);
    int lane = 0;
    incumbent(lane++);
    successor(lane++);
    for (DrillApp app : report.getAppsList()) {
      application(lane++, app);
    }
    for (Mark mark : marks) {
      put(
          "<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x(mark.at), 10 + LABEL_ROW * mark.row + 6, x(mark.at), bottom);
    }
    for (Mark mark : marks) {
      boolean leftwards = x(mark.at) + width(mark.label) > WIDTH - 4;
      put(
          "<text class=\"label\" x=\"%.1f\" y=\"%d\"%s>%s</text>",
          x(mark.at) + (leftwards ? -4 : 4), 10 + LABEL_ROW * mark.row + 9,
          leftwards ? " text-anchor=\"end\"" : "", Html.text(mark.label));
    }
    return svg.append("</svg>").toString();
  }

  private void axis(int bottom) {
    double step = step(to - from);
    for (double at = Math.ceil(from / step) * step; at <= to; at += step) {
      put(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x(at), top, x(at), bottom);
      put(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s s</text>",
          x(at), bottom + 18, String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", at + 0.0));
    }
  }

  /** 1, 2 or 5 times a power of ten: about nine of them. */
  static double step(double range) {
    double power = Math.pow(10, Math.floor(Math.log10(range / 9)));
    for (double factor : new double[] {1, 2, 5}) {
      if (range / (factor * power) <= 9) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private void incumbent(int lane) {
    name(lane, "old OS");
    double dead = switch (report.getExpected()) {
      case "taken-over-by-crash" -> report.getAsExpected() ? 0 : to;
      case "moved-live" -> first("taken over").orElse(to);
      default -> to;
    };
    band(lane, from, dead, "runs", "runs");
    if (dead < to) {
      double fenced = first(Timeline.FENCED).orElse(to);
      if (dead < fenced && report.getExpected().equals("taken-over-by-crash")) {
        // What can be undone is a loss that it outlives: it may serve on, from memory.
        band(lane, dead, fenced, "down", first("undone").isEmpty() ? "dead" : "cut off");
      }
      band(lane, Math.max(dead, Math.min(fenced, to)), to, "gone", "fenced, gone");
    }
  }

  private void successor(int lane) {
    name(lane, "new OS");
    switch (report.getExpected()) {
      case "taken-over-by-crash" -> {
        double begins = first(Timeline.DETECTED).orElse(to);
        double has = first("taken over").orElse(to);
        band(lane, from, begins, "waits", "armed, waits");
        band(lane, begins, has, "works", "takes over");
        band(lane, has, to, "runs", "has the machine");
      }
      case "moved-live" -> {
        double has = first("taken over").orElse(to);
        double moves = Math.min(has, first("migrated").orElse(has));
        band(lane, from, moves, "works", "receives");
        band(lane, moves, has, "works", "takes over");
        band(lane, has, to, "runs", "has the machine");
      }
      case "disarmed" -> {
        double undone = first("undone").orElse(to);
        band(lane, from, 0, "waits", "armed");
        band(lane, 0, undone, "down", "dead");
        band(lane, undone, to, "gone", "gone");
      }
      default -> band(lane, from, to, "waits", "armed, waits");
    }
  }

  private void application(int lane, DrillApp app) {
    name(lane, app.getName());
    double down = Math.min(to, Math.max(from, seconds(app.getDownEpochMillis())));
    double back = app.getBack() ? Math.min(to, seconds(app.getBackEpochMillis())) : to;
    band(lane, from, down, "serves", "serves");
    band(
        lane, down, back, "down",
        app.getBack() ? String.format(Locale.ROOT, "%.1f s", app.getGapS()) : "no answer");
    band(lane, back, to, "serves", "serves");
  }

  private void name(int lane, String text) {
    String shown = text.length() > 14 ? text.substring(0, 13) + "\u2026" : text;
    put(
        "<text class=\"lane\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        LEFT - 12, top + lane * LANE + LANE / 2 + 5, Html.text(shown));
  }

  private void band(int lane, double begin, double end, String kind, String label) {
    if (end <= begin) {
      return;
    }
    double left = x(begin);
    double wide = Math.max(1.5, x(end) - left);
    int y = top + lane * LANE + (LANE - BAND) / 2;
    put(
        "<rect class=\"band %s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"4\">"
            + "<title>%s: %.1f s to %.1f s</title></rect>",
        kind, left, y, wide, BAND, Html.text(label), begin, end);
    if (width(label) < wide - 8) {
      put(
          "<text class=\"inside %s\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          kind, left + wide / 2, y + BAND / 2 + 5, Html.text(label));
    }
  }

  private List<Mark> marks() {
    List<Mark> placed = new ArrayList<>();
    for (DrillEvent event : report.getEventsList()) {
      String label = label(event);
      if (!label.isEmpty() && event.getAfterS() >= from && event.getAfterS() <= to) {
        placed.add(new Mark(event.getAfterS(), label, row(placed, event.getAfterS(), label)));
      }
    }
    return placed;
  }

  private static String label(DrillEvent event) {
    String time = String.format(Locale.ROOT, "%.1f s", event.getAfterS());
    return switch (event.getWhat()) {
      case Timeline.BROKEN -> "broken";
      case Timeline.DETECTED -> "detected " + time;
      case Timeline.FENCED -> "fenced " + time;
      case "migrated" -> "moved " + time;
      case "taken over" -> "machine taken " + time;
      case "undone" -> "undone " + time;
      case Timeline.BACK -> event.getObject() + " answers " + time;
      default -> "";
    };
  }

  /** The first row in which it doesn't stand on another label. */
  private int row(List<Mark> placed, double at, String label) {
    double left = x(at);
    double right = left + width(label) + 8;
    if (right > WIDTH - 4) {
      left -= width(label) + 8;
      right = x(at);
    }
    for (int row = 0; ; row++) {
      boolean free = true;
      for (Mark other : placed) {
        double begin = x(other.at);
        double end = begin + width(other.label) + 8;
        if (end > WIDTH - 4) {
          begin -= width(other.label) + 8;
          end = x(other.at);
        }
        free &= other.row != row || end < left || begin > right;
      }
      if (free) {
        return row;
      }
    }
  }

  private static double width(String label) {
    return label.length() * LETTER;
  }

  private OptionalDouble first(String what) {
    OptionalLong at = Timeline.first(report.getEventsList(), what);
    return at.isPresent() ? OptionalDouble.of(seconds(at.getAsLong())) : OptionalDouble.empty();
  }

  private double seconds(long epochMillis) {
    return (epochMillis - report.getBrokeEpochMillis()) / 1000.0;
  }

  private double x(double seconds) {
    return LEFT + (seconds - from) / (to - from) * (WIDTH - LEFT - RIGHT);
  }

  private void put(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
