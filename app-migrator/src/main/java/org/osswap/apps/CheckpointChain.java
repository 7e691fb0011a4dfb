package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Checkpoint;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.FileDescription;
import org.osswap.proto.FileSum;

/**
 * Checkpoints of one application, each with what changed since the one before. It begins with a pre-dump of
 * all its memory. A chain that has failed in any way is of no use any more: what CRIU took for dumped may
 * never have arrived. Another one begins anew.
 */
final class CheckpointChain implements AutoCloseable {
  /** A longer one would be restored more slowly, and keeps more of what has long been changed again. */
  static final int LONGEST = 8;

  private static final Duration PRE_DUMP_LIMIT = Duration.ofMinutes(5);
  private static final Duration DUMP_LIMIT = Duration.ofMinutes(2);

  private final SourceApp app;
  private final int number;
  private final Successor successor;
  private final Checkpointer.Completion completion;
  private final ProcessRunner runner;
  private final AppInspector inspector;
  private final AppRoot appRoot;
  private final Workspace work;
  private final SourceCriu commands;
  private final CheckpointFiles files;
  private int rounds;

  /** Begins one: sends what changes seldom, and dumps and sends the memory for the first time. */
  CheckpointChain(
      SourceApp app,
      int number,
      Successor successor,
      Checkpointer.Completion completion,
      CriuTool criu,
      SysRoot root,
      ProcessRunner runner) {
    this.app = app;
    this.number = number;
    this.successor = successor;
    this.completion = completion;
    this.runner = runner;
    this.inspector = new AppInspector(root, runner);
    this.appRoot = inspector.appRoot(app);
    List<FileDescription> described = app.description().getFilesList();
    successor.push(
        app.name(),
        Successor.CAPSULE,
        appRoot.base(),
        Capsule.lacking(appRoot, runner, described, successor.offer(app.name(), described)));
    this.work = Workspace.forCheckpoints(root, app.name(), criu, runner);
    if (!appRoot.exists(work.path("pause"))) {
      throw new Failure(
          "checkpoint an application",
          app.name(),
          "its mount namespace doesn't show what is mounted on " + work.folder(),
          "Run it with mount propagation from the host (systemd's default), not as a container.");
    }
    this.commands = new SourceCriu(app, criu, work);
    this.files = new CheckpointFiles(appRoot, work.folder().resolve("state"), described);
    work.makeImages(0);
    ProcessRunner.Outcome outcome = runner.run(commands.firstOfChain(), PRE_DUMP_LIMIT);
    if (!outcome.ok()) {
      throw failure(0, "pre-dump", outcome.err());
    }
    pushImages(0);
    rounds = 1;
  }

  boolean isFull() {
    return rounds > LONGEST;
  }

  /** One more checkpoint; the application stands still while it is dumped and its files are copied. */
  Checkpointer.Taken take() {
    int round = rounds++;
    work.makeImages(round);
    long frozenAt = System.currentTimeMillis();
    long start = System.nanoTime();
    ImmutableList<Piece> state =
        FaultPoint.CHECKPOINT.around(app.name(), () -> dump(round));
    Duration frozen = Duration.ofNanos(System.nanoTime() - start);
    FaultPoint.SEND_CHECKPOINT.around(app.name(), () -> send(round, state, frozenAt));
    return new Checkpointer.Taken(frozenAt, frozen, bytes(round) + bytes(state));
  }

  private ImmutableList<Piece> dump(int round) {
    try (Controls controls = new Controls(work.folder())) {
      CompletableFuture<ProcessRunner.Outcome> dump =
          CompletableFuture.supplyAsync(
                  () -> runner.run(commands.checkpoint(round), DUMP_LIMIT), CheckpointChain::inThread)
              .whenComplete((outcome, problem) -> controls.ended());
      ImmutableList<Piece> state = ImmutableList.of();
      boolean frozen;
      try {
        frozen = controls.awaitFrozen();
        if (frozen) {
          state =
              files.copy(
                  FileClosure.of(
                      appRoot, inspector.processes(app.rootPid()), app.manifest().files()));
        }
      } finally {
        controls.decided();
      }
      ProcessRunner.Outcome outcome = dump.join();
      if (!frozen || !outcome.ok()) {
        throw failure(round, "dump", outcome.err());
      }
      return state;
    }
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "osswap-checkpoint");
    thread.setDaemon(true);
    thread.start();
  }

  private void send(int round, ImmutableList<Piece> state, long frozenAt) {
    pushImages(round);
    Path copies = work.folder().resolve("state");
    successor.push(app.name(), Successor.checkpointState(number, round), copies, state);
    completion.complete(
        CompleteCheckpointRequest.newBuilder()
            .setApp(app.description())
            .setCheckpoint(
                Checkpoint.newBuilder()
                    .setChain(number)
                    .setRound(round)
                    .setRootPid(app.root().status().nsPid())
                    .setAgeMillis(Math.max(0, System.currentTimeMillis() - frozenAt)))
            .addAllSums(
                sums(work.images(round), Successor.images(round), Images.of(work.images(round))))
            .addAllSums(sums(copies, "state/" + round, state))
            .build());
    files.forget(state);
  }

  private ImmutableList<FileSum> sums(Path folder, String area, List<Piece> pieces) {
    ImmutableList.Builder<FileSum> sums = ImmutableList.builder();
    new Sums(runner)
        .of(new AppRoot(folder), pieces.stream().map(Piece::file).toList())
        .forEach((path, sum) -> sums.add(FileSum.newBuilder().setPath(area + path).setSha256(sum).build()));
    return sums.build();
  }

  private void pushImages(int round) {
    successor.push(
        app.name(),
        Successor.checkpointImages(number, round),
        work.images(round),
        Images.of(work.images(round)));
  }

  private long bytes(int round) {
    return bytes(Images.of(work.images(round)));
  }

  private static long bytes(List<Piece> pieces) {
    return pieces.stream().mapToLong(Piece::bytes).sum();
  }

  private Failure failure(int round, String verb, String said) {
    Path log = work.images(round).resolve(verb + ".log");
    return new Failure(
        "checkpoint an application",
        app.name(),
        ("criu " + verb + ": " + (Files.exists(log) ? CriuLog.errors(log) : "") + " " + said).strip(),
        "It goes on. Change what CRIU names, or set checkpoint.every_s to 0 in its manifest.");
  }

  @Override
  public void close() {
    work.close();
  }
}
