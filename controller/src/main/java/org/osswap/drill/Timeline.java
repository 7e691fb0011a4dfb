package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.osswap.proto.Crash;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.Moment;
import org.osswap.proto.Notice;
import org.osswap.proto.SwapReport;

/** What happened when, on the operator's clock: a pure reading of what was seen. */
final class Timeline {
  static final String BROKEN = "broken";
  static final String DETECTED = "detected";
  static final String DECIDED = "decided";
  static final String FENCED = "fenced";
  static final String BACK = "answers again";
  private static final String TAKE_CPU = "take over cpu";

  private final Drill drill;
  private final Observation seen;
  private final ClockOffset clock;
  private final List<DrillEvent> events = new ArrayList<>();

  private Timeline(Drill drill, Ready ready, Observation seen) {
    this.drill = drill;
    this.seen = seen;
    this.clock = ready.clock(drill.expect().survivor());
  }

  static ImmutableList<DrillEvent> of(Drill drill, Ready ready, Observation seen) {
    Timeline timeline = new Timeline(drill, ready, seen);
    timeline.collect();
    return ImmutableList.copyOf(timeline.events);
  }

  /** When the first of that kind was; empty: never. */
  static OptionalLong first(List<DrillEvent> events, String what) {
    return events.stream()
        .filter(event -> event.getWhat().equals(what))
        .mapToLong(DrillEvent::getEpochMillis)
        .findFirst();
  }

  private void collect() {
    add(seen.broke(), "operator", BROKEN, "", drill.act().text());
    if (seen.foundDead() != 0) {
      add(seen.foundDead(), "incumbent", DETECTED, "successor", "its heart is silent: osswap disarm");
    }
    if (seen.healed() != 0) {
      add(seen.healed(), "operator", "undone", "", drill.undo().text());
    }
    seen.end().ifPresent(this::machine);
    seen.clients()
        .forEach(
            (app, report) -> {
              Service service = Service.of(report);
              if (drill.expect().replaces() || report.getErrors() > 0) {
                add(service.down(), "client", "last answer", app, "");
              }
              if (service.answers()) {
                add(
                    service.back(), "client", BACK, app,
                    String.format(Locale.ROOT, "gap %.1f s", report.getBlackoutMs() / 1000));
              }
            });
    add(seen.ended(), "operator", "end", "", "");
    events.sort(Comparator.comparingLong(DrillEvent::getEpochMillis));
  }

  private void machine(SwapReport end) {
    String side = drill.expect().survivor().toString();
    if (end.hasCrash()) {
      long decided = clock.here(end.getCrash().getDecidedEpochMillis());
      if (end.getCrash().getCause() == Crash.Cause.HANG) {
        add(
            decided - end.getCrash().getSilenceMillis(), side, "last heartbeat", "incumbent",
            String.format(Locale.ROOT, "then silent for %.1f s", end.getCrash().getSilenceMillis() / 1000.0));
      }
      add(decided, side, DETECTED, "incumbent", cause(end.getCrash().getCause()));
    }
    long fenced = 0;
    for (Moment moment : end.getMomentsList()) {
      long at = clock.here(moment.getEpochMillis());
      if (at >= seen.broke()) {
        add(at, side, moment.getWhat(), moment.getObject(), "");
        fenced = moment.getWhat().equals(TAKE_CPU) ? Math.max(fenced, at) : fenced;
      }
    }
    if (fenced != 0) {
      add(fenced, side, FENCED, "incumbent", "its last CPU was taken");
    }
    for (Notice notice : end.getNoticesList()) {
      long at = clock.here(notice.getEpochMillis());
      if (at >= seen.broke()) {
        add(at, side, "noted", "", notice.getText());
      }
    }
  }

  private static String cause(Crash.Cause cause) {
    return switch (cause) {
      case PANIC -> "it has panicked";
      case HANG -> "its heart is silent";
      default -> "it asked to be taken over";
    };
  }

  private void add(long at, String side, String what, String object, String detail) {
    events.add(
        DrillEvent.newBuilder()
            .setEpochMillis(at)
            .setAfterS((at - seen.broke()) / 1000.0)
            .setSide(side)
            .setWhat(what)
            .setObject(object)
            .setDetail(detail)
            .build());
  }
}
