package org.osswap.apps;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.AppPhase;
import org.osswap.proto.FileDescription;

/**
 * Moves one application to the successor.
 *
 * <p>Everything that can be sent while it runs is sent first. Then it is frozen inside {@code criu
 * dump}, whose action script waits at post-dump, where there is still a way back; the rest is sent,
 * the copy restored, stopped; and one record decides. With {@code commit} the copy runs, and then
 * CRIU kills the source without a packet; with {@code abort}, or if the controller dies before that
 * decision, the copy is killed and the source goes on.
 */
public final class Migration {
  private static final int PRE_DUMPS = 2;
  private static final int LAST = PRE_DUMPS;
  private static final Duration PRE_DUMP_LIMIT = Duration.ofMinutes(5);

  /** Beyond this a frozen application is of no use to anybody; CRIU's own steps are far shorter. */
  private static final Duration FREEZE_LIMIT = Duration.ofMinutes(30);

  private final SourceApp app;
  private final Successor successor;
  private final Decision decision;
  private final MigrationListener listener;
  private final CriuTool criu;
  private final SysRoot root;
  private final ProcessRunner runner;
  private final AppInspector inspector;
  private final AppRoot appRoot;
  private final Optional<ServiceAddress> address;
  private final Handover handover;
  private final Stopwatch sending = Stopwatch.createUnstarted();
  private long sent;

  /**
   * Prepares a migration; nothing is done yet.
   *
   * @param app as just inspected
   * @param decision of this application in this swap
   * @throws Failure if the service address isn't on this machine
   */
  public Migration(
      SourceApp app,
      Successor successor,
      Decision decision,
      MigrationListener listener,
      CriuTool criu,
      SysRoot root,
      ProcessRunner runner) {
    this.app = app;
    this.successor = successor;
    this.decision = decision;
    this.listener = listener;
    this.criu = criu;
    this.root = root;
    this.runner = runner;
    this.inspector = new AppInspector(root, runner);
    this.appRoot = inspector.appRoot(app);
    this.address = app.manifest().address().map(cidr -> present(app, cidr));
    this.handover = new Handover(root, runner, decision, successor, listener::told);
  }

  private ServiceAddress present(SourceApp source, String cidr) {
    return ServiceAddress.present(runner, cidr)
        .orElseThrow(
            () ->
                new Failure(
                    "move an application", source.name(),
                    "its service address " + cidr + " is on no network device here",
                    "Put it there, or correct the manifest."));
  }

  /**
   * Moves it. When this returns, the application runs on the successor; when it throws, it runs here,
   * unless the decision record says {@code commit}: then its source is frozen, its copy stopped or let
   * run, and {@link Handover} or {@link Gate#withdraw} is left to do.
   *
   * @throws Failure that names what went wrong
   */
  public void run() {
    decision.read().ifPresent(this::refuseSecondRun);
    listener.undo(app.name(), Workspace.undo(root, app.name()));
    try (Workspace work = FaultPoint.OPEN_WORKSPACE.around(app.name(), this::workspace)) {
      checkVisible(work);
      StateFiles state = new StateFiles(appRoot, work.folder().resolve("state"));
      SourceCriu commands = new SourceCriu(app, criu, work);
      try {
        prepare(work, state, commands);
        freeze(work, state, commands);
      } catch (RuntimeException e) {
        if (calledOff()) {
          abortCopy(e);
          endFreeze(e);
          if (liftGuard(e)) {
            listener.phase(app.name(), AppPhase.ABORTED);
          }
          throw e;
        }
        // It moved, since another thread of its group was faster: what failed here doesn't count.
        completeAfter(e);
        return;
      }
      complete();
    }
  }

  private Workspace workspace() {
    return Workspace.open(root, app.name(), decision, criu, runner);
  }

  /** False if it was decided before that it moves. */
  private boolean calledOff() {
    Decision.Outcome decided =
        FaultPoint.CALL_OFF.around(
            app.name(), () -> decision.propose(Decision.Outcome.ABORT));
    return decided == Decision.Outcome.ABORT;
  }

  private void completeAfter(RuntimeException failure) {
    try {
      complete();
    } catch (RuntimeException e) {
      e.addSuppressed(failure);
      throw e;
    }
  }

  /** The second half of a committed migration. When it fails, the source is left frozen. */
  private void complete() {
    timed("resume", () -> handover.commit(app.name()));
    timed("end of source", () -> handover.end(app.name()));
    listener.phase(app.name(), AppPhase.COMMITTED);
  }

  private void refuseSecondRun(Decision.Outcome outcome) {
    throw new Failure(
        "move an application", app.name(), "it was decided already: " + outcome,
        "Finish or roll back that swap first: osswap resume, osswap rollback.");
  }

  private void checkVisible(Workspace work) {
    if (!appRoot.exists(work.path("decide"))) {
      throw new Failure(
          "move an application", app.name(),
          "its mount namespace doesn't show what is mounted on " + work.folder(),
          "Run it with mount propagation from the host (systemd's default), not as a container.");
    }
  }

  /** While the application runs. */
  private void prepare(Workspace work, StateFiles state, SourceCriu commands) {
    String name = app.name();
    List<FileDescription> files = app.description().getFilesList();
    timed(
        "capsule",
        FaultPoint.SEND_FILES,
        () -> {
          push(
              Successor.CAPSULE,
              appRoot.base(),
              Capsule.lacking(appRoot, runner, files, successor.offer(name, files)));
          state.sent(files);
        });
    timed("prepare", FaultPoint.PREPARE_COPY, () -> successor.prepare(app.description()));
    timed(
        "state",
        FaultPoint.SEND_STATE,
        () -> push(Successor.CAPSULE, work.folder().resolve("state"), state.snapshot(files)));
    timed("guard", this::guard);
    listener.phase(name, AppPhase.PREPARED);
    for (int round = 0; round < PRE_DUMPS; round++) {
      int number = round;
      timed("pre-dump " + round, FaultPoint.PRE_DUMP, () -> preDump(work, commands, number));
      timed("push " + round, FaultPoint.SEND_IMAGES, () -> pushImages(work, number));
    }
  }

  /** A unit of an earlier swap restarts nothing. */
  private boolean isRestarting() {
    return !app.unit().isEmpty() && !app.unit().equals(AppNames.unit(app.name()));
  }

  private void guard() {
    if (isRestarting()) {
      listener.undo(app.name(), RestartGuard.undo(app.unit()));
      FaultPoint.GUARD.around(app.name(), () -> RestartGuard.set(runner, app.unit()));
    }
  }

  private void endFreeze(RuntimeException reason) {
    try {
      Freezes.end(root, runner, app.name());
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** False if it could not be lifted: then it is left to the swap's own way back. */
  private boolean liftGuard(RuntimeException reason) {
    try {
      if (isRestarting()) {
        FaultPoint.LIFT_GUARD.around(app.name(), () -> RestartGuard.lift(runner, app.unit()));
      }
      return true;
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  private void preDump(Workspace work, SourceCriu commands, int round) {
    work.makeImages(round);
    ProcessRunner.Outcome outcome = runner.run(commands.preDump(round), PRE_DUMP_LIMIT);
    if (!outcome.ok()) {
      throw dumpFailure(work, round, "pre-dump", outcome.err());
    }
  }

  private void freeze(Workspace work, StateFiles state, SourceCriu commands) {
    String name = app.name();
    work.makeImages(LAST);
    address.ifPresent(
        vip -> {
          write(work, "fence.nft", Fence.shown(name, vip.ip()));
          write(work, "unfence.nft", Fence.gone(name, false));
          listener.undo(name, Fence.undo(name));
          timed("fence", FaultPoint.FENCE_COPY, () -> successor.fence(name));
        });
    writePids(work, app.processes());
    write(work, "root-pid", app.root().status().nsPid() + "\n");
    ImmutableList<String> argv =
        ImmutableList.<String>builder()
            .add("setsid", "-w", "sh", work.path("freeze.sh"), work.folder().toString())
            .add(address.map(ServiceAddress::cidr).orElse(""))
            .add(address.map(ServiceAddress::device).orElse(""))
            .addAll(commands.dump(LAST))
            .build();
    listener.phase(name, AppPhase.FROZEN);
    Stopwatch frozen = Stopwatch.createStarted();
    try (Controls controls = new Controls(work.folder())) {
      FaultPoint.FREEZE.before(name);
      CompletableFuture<ProcessRunner.Outcome> freeze =
          CompletableFuture.supplyAsync(() -> runner.run(argv, FREEZE_LIMIT), Migration::inThread)
              .whenComplete((outcome, problem) -> controls.ended());
      try {
        FaultPoint.FREEZE.after(name);
        if (!timed("dump", FaultPoint.DUMP, controls::awaitFrozen)) {
          throw dumpFailure(work, LAST, "dump", "");
        }
        moveFrozen(work, state);
        decide();
      } catch (RuntimeException e) {
        // The record first: then nobody commits any more. The source goes on only when its script is
        // answered, below: so the copy is dead by then.
        if (calledOff()) {
          abortCopy(e);
        }
        throw e;
      } finally {
        FaultPoint.END_SOURCE.before(name);
        controls.decided();
        // After a commit the source is kept until the copy runs.
        if (decision.read().equals(Optional.of(Decision.Outcome.ABORT))) {
          timed("end of source", freeze::join);
        }
        FaultPoint.END_SOURCE.after(name);
        listener.timing(name, "frozen", frozen.elapsed(TimeUnit.MILLISECONDS));
      }
    }
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "osswap-freeze");
    thread.setDaemon(true);
    thread.start();
  }

  /** While the application is frozen. */
  private void moveFrozen(Workspace work, StateFiles state) {
    ImmutableList<AppProcess> now = timed("inspect", () -> inspector.processes(app.rootPid()));
    // It may have forked and reaped since it was described; from here on it can't.
    writePids(work, now);
    timed(
        "rest",
        FaultPoint.SEND_REST,
        () -> {
          ImmutableSet<String> shared =
              now.stream()
                  .flatMap(p -> p.maps().sharedWritable().stream())
                  .collect(ImmutableSet.toImmutableSet());
          push(
              Successor.CAPSULE,
              appRoot.base(),
              state.rest(FileClosure.of(appRoot, now, app.manifest().files()), shared));
        });
    timed("push " + LAST, FaultPoint.SEND_LAST, () -> pushImages(work, LAST));
    ImmutableList<Integer> restored =
        timed(
            "restore",
            FaultPoint.RESTORE,
            () ->
                successor.restore(
                    app.name(), Successor.images(LAST), app.root().status().nsPid()));
    ImmutableSet<Integer> expected =
        now.stream().map(p -> p.status().nsPid()).collect(ImmutableSet.toImmutableSet());
    if (!ImmutableSet.copyOf(restored).equals(expected)) {
      throw new Failure(
          "restore an application", app.name(),
          "its processes are " + expected + ", restored were " + restored,
          "Try again; it goes on here.");
    }
    listener.phase(app.name(), AppPhase.RESTORED);
  }

  /** What freeze.sh kills if CRIU fails after the commit. */
  private void writePids(Workspace work, List<AppProcess> processes) {
    write(
        work,
        "pids",
        processes.stream()
            .map(p -> p.pid() + " " + p.stat().started() + "\n")
            .collect(Collectors.joining()));
  }

  private void decide() {
    Decision.Outcome decided =
        FaultPoint.DECIDE.around(app.name(), () -> decision.propose(Decision.Outcome.COMMIT));
    if (decided != Decision.Outcome.COMMIT) {
      throw new Failure(
          "move an application", app.name(), "its migration was called off", "Start it again.");
    }
  }

  /** The copy never runs without a commit, so what can't be reached now is harmless, and said. */
  private void abortCopy(RuntimeException reason) {
    try {
      FaultPoint.ABORT_COPY.around(app.name(), () -> successor.abort(app.name()));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private void pushImages(Workspace work, int round) {
    push(Successor.images(round), work.images(round), Images.of(work.images(round)));
  }

  private void push(String area, Path from, List<Piece> pieces) {
    sending.start();
    successor.push(app.name(), area, from, pieces);
    sending.stop();
    sent += pieces.stream().mapToLong(Piece::bytes).sum();
    listener.sent(app.name(), sent, sending.elapsed());
  }

  private Failure dumpFailure(Workspace work, int round, String verb, String said) {
    String log = CriuLog.errors(work.images(round).resolve(verb + ".log"));
    return new Failure(
        "dump an application", app.name(), ("criu " + verb + ": " + log + " " + said).strip(),
        "Leave the application out, or change what CRIU names; it goes on here.");
  }

  private void write(Workspace work, String name, String text) {
    try {
      Files.writeString(work.folder().resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure(
          "move an application", app.name(), e.getMessage(), "Make room in memory.", e);
    }
  }

  private void timed(String part, FaultPoint point, Runnable work) {
    timed(part, () -> point.around(app.name(), work));
  }

  private <T> T timed(String part, FaultPoint point, Supplier<T> work) {
    return timed(part, () -> point.around(app.name(), work));
  }

  private void timed(String part, Runnable work) {
    timed(
        part,
        () -> {
          work.run();
          return part;
        });
  }

  private <T> T timed(String part, Supplier<T> work) {
    Stopwatch watch = Stopwatch.createStarted();
    try {
      return work.get();
    } finally {
      listener.timing(app.name(), part, watch.elapsed(TimeUnit.MILLISECONDS));
    }
  }
}
