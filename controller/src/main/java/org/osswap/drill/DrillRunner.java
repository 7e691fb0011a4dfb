package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.controller.Progress;
import org.osswap.proto.ClientReport;
import org.osswap.proto.DrillReport;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

/** Runs one drill: looks, breaks, watches, heals, and looks again. */
public final class DrillRunner {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BREAK_LIMIT = Duration.ofMinutes(2);

  /** How long an application has to answer until it counts as back for good. */
  private static final long SETTLE_MILLIS = 5000;

  /** How long applications may take once the machine has come to its end. */
  private static final Duration BACK_LIMIT = Duration.ofMinutes(3);

  private final Lab lab;
  private final Drill drill;
  private final Timekeeper time;
  private final Progress progress;

  public DrillRunner(Lab lab, Drill drill, Timekeeper time, Progress progress) {
    this.lab = lab;
    this.drill = drill;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Looks whether the drill can begin; touches nothing.
   *
   * @throws Failure if it can't
   */
  public Ready prepare(boolean acceptNoUndo) {
    progress.phase("look");
    Ready ready = new Preconditions(lab, drill).look(acceptNoUndo, time.now());
    ready
        .clocks()
        .forEach(
            (side, clock) ->
                progress.detail(
                    String.format(
                        Locale.ROOT, "the %s's clock is %+.0f ms off this one, give or take %.0f ms",
                        side, clock.millis(), clock.uncertainty())));
    return ready;
  }

  /**
   * Breaks it, and says what came of it.
   *
   * @throws Failure if it could not be broken; then nothing was, as far as the lab command knows
   */
  public DrillReport run(Ready ready) {
    return new Judgement(drill, lab.machine(), ready).of(observe(ready));
  }

  private Observation observe(Ready ready) {
    List<Failure> failures = new ArrayList<>();
    progress.phase("break");
    try (Healing healing = Healing.begin(lab, drill, progress)) {
      long broke = time.now();
      Optional<CompletableFuture<ProcessRunner.Outcome>> running = doIt(ready);
      progress.phase("watch");
      Watched watched = new Watched();
      watch(ready, broke, running, healing, watched, failures);
      progress.phase("heal");
      healing.heal().ifPresent(failures::add);
      long healed = watched.healed != 0 ? watched.healed : drill.hasUndo() ? time.now() : 0;
      progress.phase("look");
      Side serving = watched.reached ? drill.expect().survivor() : servingAnyway();
      ImmutableMap<String, ClientReport> clients = awaitClients(ready, broke, serving);
      Optional<SwapReport> end = lab.status(serving);
      return new Observation(
          broke,
          watched.foundDead,
          healed,
          time.now(),
          watched.reached,
          end,
          clients,
          settled(clients, serving),
          ImmutableList.copyOf(failures));
    }
  }

  /** What was seen while it was watched. */
  private static final class Watched {
    long foundDead;
    long healed;
    boolean reached;
  }

  /** A command on the incumbent may end with it, so nobody waits for its end. */
  private Optional<CompletableFuture<ProcessRunner.Outcome>> doIt(Ready ready) {
    Act act = drill.act().withImage(ready.status().getArmed().getImage());
    progress.detail(lab.typed(act));
    if (!act.remote()) {
      lab.act(act, BREAK_LIMIT)
          .orFail("break", act.text(), "See what the lab command says; whatever it did was undone, if it can be.");
      return Optional.empty();
    }
    return Optional.of(
        CompletableFuture.supplyAsync(
            () -> lab.act(act, drill.limit()),
            task -> {
              Thread thread = new Thread(task, "osswap-drill-act");
              thread.setDaemon(true);
              thread.start();
            }));
  }

  private void watch(
      Ready ready,
      long broke,
      Optional<CompletableFuture<ProcessRunner.Outcome>> running,
      Healing healing,
      Watched watched,
      List<Failure> failures) {
    String swap = ready.status().getSwapId();
    Side side = drill.expect().survivor();
    boolean stays = drill.expect() == Expectation.STAYS;
    long end =
        broke
            + (stays
                ? (long) (drill.targets().hold().orElse(0) * 1000)
                : drill.limit().toMillis());
    String last = "";
    do {
      Optional<SwapReport> status = lab.status(side);
      if (status.isPresent()) {
        SwapReport now = status.get();
        last = told(side, now, last);
        watched.reached = drill.expect().reached(swap, now);
        if (stays && !watched.reached) {
          return;
        }
        if (!stays && watched.reached) {
          return;
        }
        if (drill.expect() == Expectation.DISARMED
            && watched.foundDead == 0
            && Expectation.foundDead(now)) {
          watched.foundDead = time.now();
          progress.detail("the incumbent gives the successor up");
          healing.heal().ifPresent(failures::add);
          watched.healed = time.now();
        }
      }
      if (running.filter(CompletableFuture::isDone).isPresent()
          && !running.get().join().ok()
          && lab.status(Side.INCUMBENT)
              .filter(report -> !report.getAtWork())
              .isPresent()) {
        failures.add(
            new Failure(
                "run on the incumbent",
                drill.act().text(),
                running.get().join().err().strip(),
                "See 'osswap status' there: it was refused, or rolled back."));
        return;
      }
      time.pause(POLL);
    } while (time.now() < end);
  }

  private String told(Side side, SwapReport status, String last) {
    // An armed successor that does nothing yet has no journal.
    String phase =
        status.getPhase() == Phase.PHASE_UNSPECIFIED
            ? "waits"
            : status.getPhase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String now = side + ": " + phase + (status.hasCrash() ? ", after a crash" : "");
    if (!now.equals(last)) {
      progress.detail(now);
    }
    return now;
  }

  /** When it didn't end as it should, they are where they are. */
  private Side servingAnyway() {
    return lab.status(Side.SUCCESSOR)
            .filter(status -> status.getPhase() == Phase.DONE || status.hasCrash())
            .isPresent()
        ? Side.SUCCESSOR
        : Side.INCUMBENT;
  }

  /** Until each application has answered for a while, or the limit is over. */
  private ImmutableMap<String, ClientReport> awaitClients(Ready ready, long broke, Side serving) {
    long end = time.now() + BACK_LIMIT.toMillis();
    ImmutableMap<String, ClientReport> seen;
    boolean settled;
    do {
      time.pause(POLL);
      ImmutableMap.Builder<String, ClientReport> reports = ImmutableMap.builder();
      settled = true;
      for (String app : ready.apps()) {
        Optional<ClientReport> report = lab.client(app, serving, broke);
        report.ifPresent(one -> reports.put(app, one));
        settled &=
            report.filter(one -> Service.settled(one, time.now(), SETTLE_MILLIS)).isPresent();
      }
      seen = reports.buildOrThrow();
    } while (!settled && time.now() < end);
    seen.forEach(
        (app, report) ->
            progress.detail(
                String.format(
                    Locale.ROOT, "%s: %s; longest gap %.1f s",
                    app,
                    Service.of(report).answers() ? "answers" : "DOES NOT ANSWER",
                    report.getBlackoutMs() / 1000)));
    return seen;
  }

  private ImmutableMap<String, ClientReport> settled(
      ImmutableMap<String, ClientReport> clients, Side serving) {
    ImmutableMap.Builder<String, ClientReport> settled = ImmutableMap.builder();
    clients.forEach(
        (app, report) ->
            lab.client(app, serving, Service.of(report).back())
                .ifPresent(since -> settled.put(app, since)));
    return settled.buildOrThrow();
  }
}
