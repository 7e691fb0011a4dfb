package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.osswap.base.Failure;
import org.osswap.proto.ClientReport;
import org.osswap.proto.Crash;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillClock;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillTarget;
import org.osswap.proto.DrillVerdict;
import org.osswap.proto.RevivedApp;
import org.osswap.proto.SwapReport;

/** Makes the report of what was seen, with its verdict: pure. */
final class Judgement {
  static final int SCHEMA = 1;
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Drill drill;
  private final String machine;
  private final Ready ready;

  Judgement(Drill drill, String machine, Ready ready) {
    this.drill = drill;
    this.machine = machine;
    this.ready = ready;
  }

  DrillReport of(Observation seen) {
    ImmutableList<DrillEvent> events = Timeline.of(drill, ready, seen);
    ImmutableList<DrillApp> apps =
        ready.apps().stream().map(app -> app(app, seen)).collect(ImmutableList.toImmutableList());
    ImmutableList<DrillTarget> targets = targets(seen, events, apps);
    DrillVerdict verdict = verdict(seen, apps, targets);
    SwapReport before = ready.status();
    DrillReport.Builder report =
        DrillReport.newBuilder()
            .setSchema(SCHEMA)
            .setId(ID.format(Instant.ofEpochMilli(seen.broke())) + "-" + drill.name())
            .setDrill(drill.name())
            .setTitle(drill.title())
            .setBreaks(drill.breaks())
            .setMachine(machine)
            .setKind(ready.kind())
            .setFromOs(before.getFromOs())
            .setToOs(before.getToOs())
            .setExpected(drill.expect().toString())
            .setAsExpected(seen.reached())
            .setOutcome(outcome(seen))
            .setVerdict(verdict)
            .setHeadline(headline(verdict, seen, apps, targets))
            .setBrokeEpochMillis(seen.broke())
            .setEndedEpochMillis(seen.ended())
            .addAllEvents(events)
            .addAllApps(apps)
            .addAllTargets(targets)
            .addAllLost(lost(apps))
            .setUndo(drill.hasUndo() ? drill.undo().text() : drill.noUndo());
    ready.clocks()
        .forEach(
            (side, clock) ->
                report.addClocks(
                    DrillClock.newBuilder()
                        .setSide(side.toString())
                        .setOffsetMs(clock.millis())
                        .setUncertaintyMs(clock.uncertainty())));
    seen.end().ifPresent(end -> report.addAllProblems(end.getProblemsList()));
    seen.failures().stream().map(Failure::toProblem).forEach(report::addProblems);
    return report.build();
  }

  private DrillApp app(String name, Observation seen) {
    DrillApp.Builder app = DrillApp.newBuilder().setName(name).setHow(how(name, seen));
    ClientReport client = seen.clients().get(name);
    if (client == null) {
      return app.build();
    }
    Service service = Service.of(client);
    double gap = client.getBlackoutMs() / 1000;
    app.setBack(service.answers())
        .setGapS(gap)
        .setDownEpochMillis(service.down())
        .setBackEpochMillis(service.answers() ? service.back() : 0)
        .setRecoveryS(interrupts(seen) ? (service.back() - seen.broke()) / 1000.0 : gap)
        .setErrors(client.getErrors())
        .setReconnects(client.getReconnects())
        .setConnectionKept(client.getConnectionKept())
        .setRequests(client.getRequests())
        .setAnswered(client.getAnswered());
    // One that began afresh remembers nothing of before; what it did since has to be there.
    ClientReport counted =
        app.getHow().equals("started") ? seen.settled().getOrDefault(name, client) : client;
    if (counted.hasLost()) {
      app.setLost(counted.getLost());
    }
    if (counted.hasDuplicated()) {
      app.setDuplicated(counted.getDuplicated());
    }
    revived(name, seen)
        .filter(revived -> revived.getHow() == RevivedApp.How.RESTORED)
        .ifPresent(
            revived ->
                app.setRecoveryPointS(
                    Math.max(
                            0,
                            seen.broke()
                                - ready.clock(Side.SUCCESSOR).here(revived.getCheckpointEpochMillis()))
                        / 1000.0));
    return app.build();
  }

  /** Whether the break ends the service, so that time counts from it. */
  private static boolean interrupts(Observation seen) {
    return seen.end().filter(SwapReport::hasCrash).isPresent();
  }

  private static Optional<RevivedApp> revived(String name, Observation seen) {
    return seen.end().stream()
        .flatMap(end -> end.getCrash().getAppsList().stream())
        .filter(app -> app.getApp().equals(name))
        .findFirst();
  }

  private String how(String name, Observation seen) {
    Optional<RevivedApp> revived = revived(name, seen);
    if (revived.isPresent()) {
      return revived.get().getHow().name().toLowerCase(Locale.ROOT);
    }
    if (interrupts(seen)) {
      return "not brought back";
    }
    return seen.reached() && drill.expect().replaces() ? "moved" : "stayed";
  }

  private ImmutableList<DrillTarget> targets(
      Observation seen, List<DrillEvent> events, List<DrillApp> apps) {
    ImmutableList.Builder<DrillTarget> judged = ImmutableList.builder();
    Targets targets = drill.targets();
    judge(judged, "detect_s", "", targets.detect(), detected(seen, events));
    judge(
        judged, "fence_s", "", targets.fence(), since(seen, Timeline.first(events, Timeline.FENCED)));
    for (DrillApp app : apps) {
      judge(
          judged, "back_s", app.getName(), targets.back(),
          app.getBack() ? OptionalDouble.of(app.getRecoveryS()) : OptionalDouble.empty());
      if (app.hasRecoveryPointS()) {
        judge(
            judged, "recovery_point_s", app.getName(), targets.recoveryPoint(),
            OptionalDouble.of(app.getRecoveryPointS()));
      }
      judge(
          judged, "lost_requests", app.getName(), targets.lostRequests(),
          app.hasLost() ? OptionalDouble.of((double) app.getLost()) : OptionalDouble.empty());
    }
    return judged.build();
  }

  /** Where no crash was decided, the first thing that the machine noted. */
  private static OptionalDouble detected(Observation seen, List<DrillEvent> events) {
    OptionalDouble detected = since(seen, Timeline.first(events, Timeline.DETECTED));
    OptionalDouble noted = since(seen, Timeline.first(events, "noted"));
    return detected.isEmpty() || (noted.isPresent() && noted.getAsDouble() < detected.getAsDouble())
        ? noted
        : detected;
  }

  private static OptionalDouble since(Observation seen, OptionalLong at) {
    return at.isPresent()
        ? OptionalDouble.of((at.getAsLong() - seen.broke()) / 1000.0)
        : OptionalDouble.empty();
  }

  private static void judge(
      ImmutableList.Builder<DrillTarget> judged,
      String name,
      String object,
      OptionalDouble most,
      OptionalDouble measured) {
    if (most.isEmpty()) {
      return;
    }
    DrillTarget.Builder target =
        DrillTarget.newBuilder().setTarget(name).setObject(object).setMost(most.getAsDouble());
    measured.ifPresent(target::setMeasured);
    judged.add(
        target
            .setHeld(measured.isPresent() && measured.getAsDouble() <= most.getAsDouble())
            .build());
  }

  private static DrillVerdict verdict(
      Observation seen, List<DrillApp> apps, List<DrillTarget> targets) {
    if (apps.stream().anyMatch(Judgement::harmed)) {
      return DrillVerdict.HARMED;
    }
    if (!seen.failures().isEmpty()) {
      return DrillVerdict.INCOMPLETE;
    }
    return seen.reached() && targets.stream().allMatch(DrillTarget::getHeld)
        ? DrillVerdict.HELD
        : DrillVerdict.MISSED;
  }

  private static boolean harmed(DrillApp app) {
    return !app.getBack() || app.getDuplicated() > 0;
  }

  private String outcome(Observation seen) {
    if (!seen.reached()) {
      return "did not come to its expected end"
          + seen.end().map(end -> "; " + end.getSituation()).orElse("; no side answers");
    }
    return switch (drill.expect()) {
      case TAKEN_OVER_BY_CRASH ->
          seen.end().map(end -> end.getCrash().getCause()).orElse(Crash.Cause.CAUSE_UNSPECIFIED)
                  == Crash.Cause.PANIC
              ? "the successor found the panic, and has the machine"
              : "the successor fenced the incumbent, and has the machine";
      case MOVED_LIVE -> "the applications moved, and the successor has the machine";
      case STAYS -> "nothing came of it: the incumbent goes on, with its successor armed";
      case DISARMED -> "the incumbent went on, and has the whole machine again";
    };
  }

  private static String headline(
      DrillVerdict verdict, Observation seen, List<DrillApp> apps, List<DrillTarget> targets) {
    long missed = targets.stream().filter(target -> !target.getHeld()).count();
    return switch (verdict) {
      case HELD -> targets.size() == 1 ? "The target held." : "All " + targets.size() + " targets held.";
      case HARMED -> "Harmed: " + String.join("; ", harm(apps)) + ".";
      case INCOMPLETE -> "The drill could not be seen through.";
      default ->
          !seen.reached()
              ? "The machine did not come to the expected end."
              : missed + " of " + targets.size() + " targets missed.";
    };
  }

  private static List<String> harm(List<DrillApp> apps) {
    List<String> words = new ArrayList<>();
    for (DrillApp app : apps) {
      if (!app.getBack()) {
        words.add(app.getName() + " does not answer");
      }
      if (app.getDuplicated() > 0) {
        words.add(app.getName() + " did " + requests(app.getDuplicated(), "") + " twice");
      }
    }
    return words;
  }

  private static List<String> lost(List<DrillApp> apps) {
    List<String> words = new ArrayList<>();
    for (DrillApp app : apps) {
      if (app.getHow().equals("started")) {
        words.add(app.getName() + ": started afresh, so all that it had in memory");
      }
      if (app.getLost() > 0) {
        words.add(app.getName() + ": " + requests(app.getLost(), "acknowledged ") + " whose effect isn't there");
      }
      if (app.getBack() && !app.getConnectionKept()) {
        words.add(
            app.getName() + ": its clients' connections (" + app.getReconnects() + " opened again), "
                + requests(app.getErrors(), "") + " without a right answer");
      }
    }
    return words;
  }

  private static String requests(long count, String which) {
    return count + " " + which + (count == 1 ? "request" : "requests");
  }
}
