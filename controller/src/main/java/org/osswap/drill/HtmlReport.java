package org.osswap.drill;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillClock;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillTarget;
import org.osswap.proto.DrillVerdict;
import org.osswap.proto.Problem;

/** The report as one page that needs nothing but itself: no script, font, picture or style from elsewhere. */
final class HtmlReport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final DrillReport report;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(DrillReport report) {
    this.report = report;
  }

  static String of(DrillReport report) {
    return new HtmlReport(report).render();
  }

  private String render() {
    String verdict = report.getVerdict().name().toLowerCase(Locale.ROOT);
    put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
    put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    put("<meta name=\"color-scheme\" content=\"light dark\">");
    put("<title>%s: %s</title>", report.getTitle(), verdict);
    page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    put("<header class=\"%s\">", verdict);
    put("<p class=\"kicker\">osswap drill %s on %s, %s</p>",
        report.getDrill(), report.getMachine(), DATE.format(Instant.ofEpochMilli(report.getBrokeEpochMillis())));
    put("<h1>%s</h1>", report.getTitle());
    put("<p class=\"verdict\"><span class=\"badge\">%s</span> %s</p>", badge(report.getVerdict()), report.getHeadline());
    put("<p>%s</p>", report.getBreaks());
    put("<p class=\"outcome\">%s: %s.</p>", report.getAsExpected() ? "As expected" : "Not as expected", report.getOutcome());
    put("</header>");
    tiles();
    put("<section><h2>Timeline</h2><div class=\"scroll\">");
    page.append(SvgTimeline.of(report)).append("\n");
    put("</div>");
    legend();
    put("</section>");
    targets();
    applications();
    lost();
    problems();
    events();
    howToRead();
    put("<footer>%s; %s machine; from %s to %s.</footer>",
        report.getId(), report.getKind(), report.getFromOs(), report.getToOs());
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String badge(DrillVerdict verdict) {
    return switch (verdict) {
      case HELD -> "held";
      case MISSED -> "missed";
      case HARMED -> "harmed";
      default -> "incomplete";
    };
  }

  /** The figures that a person asks for first. */
  private void tiles() {
    put("<section class=\"tiles\">");
    for (DrillTarget target : report.getTargetsList()) {
      if (target.getObject().isEmpty() && target.hasMeasured()) {
        tile(number(target.getTarget(), target.getMeasured()), words(target.getTarget()));
      }
    }
    for (DrillApp app : report.getAppsList()) {
      tile(
          app.getBack() ? seconds(app.getRecoveryS()) : "\u2014",
          app.getName() + (app.getBack() ? recovery() : " does not answer"));
      if (app.hasRecoveryPointS()) {
        tile(seconds(app.getRecoveryPointS()), app.getName() + ": recovery point");
      }
    }
    put("</section>");
  }

  private String recovery() {
    return report.getExpected().equals("taken-over-by-crash") ? ": recovery time" : ": longest gap";
  }

  private void tile(String figure, String label) {
    put("<div class=\"tile\"><b>%s</b><span>%s</span></div>", figure, label);
  }

  private void legend() {
    put("<p class=\"legend\"><i class=\"serves\"></i> serves <i class=\"down\"></i> does not <i class=\"runs\"></i> runs"
        + " <i class=\"works\"></i> takes over <i class=\"waits\"></i> waits <i class=\"gone\"></i> gone</p>");
  }

  private void targets() {
    if (report.getTargetsCount() == 0) {
      return;
    }
    put("<section><h2>Targets</h2><div class=\"scroll\"><table><thead><tr><th>target</th><th>of</th><th class=\"n\">at most</th>"
        + "<th class=\"n\">measured</th><th>verdict</th></tr></thead><tbody>");
    for (DrillTarget target : report.getTargetsList()) {
      put(
          "<tr><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"%s\">%s</td></tr>",
          words(target.getTarget()),
          target.getObject().isEmpty() ? "the machine" : target.getObject(),
          number(target.getTarget(), target.getMost()),
          target.hasMeasured() ? number(target.getTarget(), target.getMeasured()) : "not seen",
          target.getHeld() ? "good" : "bad",
          target.getHeld() ? "held" : "missed");
    }
    put("</tbody></table></div></section>");
  }

  private void applications() {
    put("<section><h2>Applications</h2><div class=\"scroll\"><table><thead><tr><th>application</th><th>how</th>"
        + "<th class=\"n\">longest gap</th><th class=\"n\">requests</th><th class=\"n\">failed</th><th class=\"n\">lost</th>"
        + "<th class=\"n\">doubled</th><th>connection</th></tr></thead><tbody>");
    for (DrillApp app : report.getAppsList()) {
      put(
          "<tr><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
              + "<td class=\"n\">%s</td><td>%s</td></tr>",
          app.getName(),
          app.getHow(),
          app.getBack() ? seconds(app.getGapS()) : "no end",
          app.getRequests(),
          app.getErrors(),
          app.hasLost() ? app.getLost() : "not known",
          app.hasDuplicated() ? app.getDuplicated() : "not known",
          app.getConnectionKept() ? "kept" : "opened again");
    }
    put("</tbody></table></div></section>");
  }

  private void lost() {
    put("<section><h2>What was lost</h2>");
    if (report.getLostCount() == 0) {
      put("<p>Nothing.</p></section>");
      return;
    }
    put("<ul>");
    report.getLostList().forEach(line -> put("<li>%s</li>", line));
    put("</ul></section>");
  }

  private void problems() {
    if (report.getProblemsCount() == 0) {
      return;
    }
    put("<section><h2>Problems that were told</h2><ul>");
    for (Problem problem : report.getProblemsList()) {
      put(
          "<li>%s: %s: %s <em>%s</em></li>",
          problem.getStep(), problem.getObject(), problem.getCause(), problem.getRemedy());
    }
    put("</ul></section>");
  }

  private void events() {
    put("<section><h2>Events</h2><div class=\"scroll\"><table class=\"events\"><thead><tr><th class=\"n\">after</th><th>UTC</th>"
        + "<th>side</th><th>what</th><th>object</th><th>detail</th></tr></thead><tbody>");
    for (DrillEvent event : report.getEventsList()) {
      put(
          "<tr><td class=\"n\">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
          String.format(Locale.ROOT, "%+.2f s", event.getAfterS()),
          TIME.format(Instant.ofEpochMilli(event.getEpochMillis())),
          event.getSide(), event.getWhat(), event.getObject(), event.getDetail());
    }
    put("</tbody></table></div></section>");
  }

  private void howToRead() {
    put("<section class=\"how\"><h2>How to read this</h2>");
    put("<p>All times are the operator's clock; zero is the moment at which the damage was ordered. %s</p>", clocks());
    put("<p><b>Recovery time</b> is from the break to the first right answer that a client got after the outage, with its"
        + " own waiting and reconnecting in it. <b>Recovery point</b> is how old the checkpoint was, at the break, from which an"
        + " application was restored: what it did since is gone, acknowledged or not. A request is <b>lost</b> if it was"
        + " acknowledged and its effect isn't there, and <b>doubled</b> if its effect is there more than once. An application"
        + " that was started afresh is counted from its first answer on.</p>");
    put("<p>Undo: %s</p></section>", report.getUndo());
  }

  private String clocks() {
    StringBuilder text = new StringBuilder();
    for (DrillClock clock : report.getClocksList()) {
      text.append(
          String.format(
              Locale.ROOT, "The %s's clock was %+.0f ms off it, give or take %.0f ms. ",
              clock.getSide(), clock.getOffsetMs(), clock.getUncertaintyMs()));
    }
    return text.toString().strip();
  }

  static String words(String target) {
    return switch (target) {
      case "detect_s" -> "detected after";
      case "fence_s" -> "fenced after";
      case "back_s" -> "answers after";
      case "recovery_point_s" -> "recovery point";
      case "lost_requests" -> "lost requests";
      default -> target;
    };
  }

  static String number(String target, double value) {
    return target.endsWith("_s") ? seconds(value) : String.format(Locale.ROOT, "%.0f", value);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  private static String style() {
    try {
      return Resources.toString(
          Resources.getResource(HtmlReport.class, "report.css"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every value is a text of somebody else. */
  private void put(String format, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = Html.text(String.valueOf(values[i]));
    }
    page.append(String.format(Locale.ROOT, format, escaped)).append('\n');
  }
}
