package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.ArmedApp;
import org.osswap.proto.Checkpoint;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.FileDescription;
import org.osswap.proto.FileSum;

/**
 * The successor's side of checkpoints: which of them counts, and how an application is brought back from it
 * when the incumbent has crashed, and was fenced. A checkpoint counts when all of it is there, and until
 * another one does.
 */
public final class CheckpointHost {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration COPY_LIMIT = Duration.ofMinutes(5);
  private static final Duration HEALTHY = Duration.ofSeconds(30);
  private static final String STEP = "complete a checkpoint";

  private final Path state;
  private final AppHost host;
  private final ProcessRunner runner;
  private final Duration healthy;

  /**
   * A host.
   *
   * @param state the folder of {@code host}
   */
  public CheckpointHost(Path state, AppHost host, ProcessRunner runner) {
    this(state, host, runner, HEALTHY);
  }

  /**
   * A host.
   *
   * @param state the folder of {@code host}
   * @param healthy how long an application that was started afresh may take until its check succeeds
   */
  public CheckpointHost(Path state, AppHost host, ProcessRunner runner, Duration healthy) {
    this.state = state;
    this.host = host;
    this.runner = runner;
    this.healthy = healthy;
  }

  /**
   * Makes a checkpoint the one that counts. May be repeated.
   *
   * @throws Failure if something of it isn't here, or isn't what was sent: the one before counts
   */
  public void complete(CompleteCheckpointRequest request) {
    String app = request.getApp().getName();
    AppFolder folder = new AppFolder(state, app);
    Checkpoint checkpoint = request.getCheckpoint();
    FaultPoint.COMPLETE_CHECKPOINT.before(app);
    verify(app, folder, request);
    host.prepare(request.getApp()); // while nobody waits for the application
    folder.complete(dated(request));
    FaultPoint.COMPLETE_CHECKPOINT.after(app);
    forgetOthers(folder, checkpoint);
  }

  /** By this side's clock, since it is this side that says one day how old it was. */
  private static CompleteCheckpointRequest dated(CompleteCheckpointRequest request) {
    CompleteCheckpointRequest.Builder dated = request.toBuilder();
    dated
        .getCheckpointBuilder()
        .setEpochMillis(System.currentTimeMillis() - request.getCheckpoint().getAgeMillis());
    return dated.build();
  }

  private void verify(String app, AppFolder folder, CompleteCheckpointRequest request) {
    Checkpoint checkpoint = request.getCheckpoint();
    Path chain = folder.path().resolve(Successor.chain(checkpoint.getChain()));
    for (int round = 0; round <= checkpoint.getRound(); round++) {
      if (!Files.isDirectory(chain.resolve(Successor.images(round)), LinkOption.NOFOLLOW_LINKS)) {
        throw incomplete(app, Successor.images(round) + " is not here");
      }
    }
    AppRoot root = new AppRoot(chain);
    ImmutableList<FileDescription> files =
        request.getSumsList().stream()
            .map(
                sum ->
                    FileDescription.newBuilder()
                        .setKind(FileDescription.Kind.REGULAR)
                        .setPath("/" + sum.getPath())
                        .build())
            .collect(ImmutableList.toImmutableList());
    ImmutableMap<String, ByteString> here = new Sums(runner).of(root, files);
    for (FileSum sum : request.getSumsList()) {
      if (!sum.getSha256().equals(here.get("/" + sum.getPath()))) {
        throw incomplete(app, sum.getPath() + " is not what was sent");
      }
    }
  }

  private static Failure incomplete(String app, String cause) {
    return new Failure(STEP, app, cause, "The checkpoint before still counts; the next begins anew.");
  }

  /** Of its own chain all is needed; of others nothing any more. */
  private void forgetOthers(AppFolder folder, Checkpoint checkpoint) {
    String script =
        "cd \"$0\" && for chain in *; do [ \"$chain\" = \"$1\" ] || rm -rf \"$chain\"; done;"
            + " for round in \"$1\"/state/*; do [ \"$round\" = \"$1/state/$2\" ] || rm -rf \"$round\"; done";
    runner.run(
        COPY_LIMIT, "sh", "-c", script, "" + folder.checkpoints(), "" + checkpoint.getChain(),
        "" + checkpoint.getRound());
  }

  /**
   * Brings an application back from its last complete checkpoint. May be repeated. The incumbent has been
   * fenced.
   *
   * @param done is told what was done, as soon as it was: where its time goes
   * @return the checkpoint; empty: there is none, and nothing was done
   * @throws Failure if it isn't restored, or isn't healthy; {@link #runs} tells which
   */
  public Optional<Checkpoint> restore(String app, Consumer<String> done) {
    AppFolder folder = new AppFolder(state, app);
    Optional<CompleteCheckpointRequest> kept = folder.checkpoint();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = kept.get().getCheckpoint();
    if (!runs(app)) {
      host.prepare(kept.get().getApp());
      layOver(folder, checkpoint);
      host.fence(app);
      done.accept("laid out");
      host.restore(
          app,
          Successor.checkpointImages(checkpoint.getChain(), checkpoint.getRound()),
          checkpoint.getRootPid(),
          "--tcp-close");
      done.accept("memory restored");
    }
    host.commit(app, () -> done.accept("let run"));
    return Optional.of(checkpoint);
  }

  /** The checkpoint's own files, over those that were sent ahead. */
  private void layOver(AppFolder folder, Checkpoint checkpoint) {
    Path files =
        folder.area(Successor.checkpointState(checkpoint.getChain(), checkpoint.getRound()));
    if (Files.isDirectory(files)) {
      runner
          .run(
              COPY_LIMIT, "cp", "-a", "--remove-destination", files + "/.",
              "" + folder.area(Successor.CAPSULE))
          .orFail("lay a checkpoint's files out", "" + files, "See the room in /run/osswap/apps.");
    }
  }

  /** Whether it was let run here, healthy or not. */
  public boolean runs(String app) {
    return new AppFolder(state, app).read("committed").isPresent();
  }

  /** The checkpoint that counts; empty: there is none. */
  public Optional<Checkpoint> checkpoint(String app) {
    return new AppFolder(state, app).checkpoint().map(CompleteCheckpointRequest::getCheckpoint);
  }

  /** Whether there is a way to start it afresh. */
  public boolean startable(ArmedApp app) {
    return starter(app).isPresent();
  }

  /** What starts it afresh: a program, or else a unit. */
  public static Optional<String> starter(ArmedApp app) {
    return app.getStartCount() > 0
        ? Optional.of(app.getStart(0))
        : Optional.of(app.getUnit()).filter(unit -> !unit.isEmpty());
  }

  /**
   * Sees that an application that has no checkpoints would be started afresh here.
   *
   * @throws Failure if it has to be, and there is nothing to be started
   */
  public void requireStart(ArmedApp app) {
    Optional<String> starter = starter(app);
    if (app.getEverySeconds() > 0 || starter.isEmpty()) {
      return;
    }
    String wanted = starter.get();
    boolean there =
        app.getStartCount() > 0
            ? runner.run(SHORT, "sh", "-c", "command -v \"$0\"", wanted).ok()
            : runner
                .run(SHORT, "systemctl", "show", "--property=LoadState", "--value", wanted)
                .out()
                .strip()
                .equals("loaded");
    if (!there) {
      throw new Failure(
          "arm a successor",
          app.getApp().getName(),
          "after a crash it would be started afresh by " + wanted + ", which the target hasn't",
          "Ask for checkpoints in its manifest: checkpoint = { every_s = 30 }; or arm an image that"
              + " has it.");
    }
  }

  /** Kills what a restore that failed has left. */
  public void clear(String app) {
    if (!runs(app)) {
      host.abort(app);
    }
  }

  /**
   * Starts an application afresh: its address comes here, then it is started, and announced.
   *
   * @throws Failure if it can't be
   */
  public void start(ArmedApp app) {
    String name = app.getApp().getName();
    ImmutableList<String> argv = startCommand(app);
    AppFolder folder = new AppFolder(state, name);
    folder.make(runner);
    NativeTool.unpack("osswap-app", folder.path());
    Optional<ServiceAddress> address =
        Optional.of(app.getApp().getAddress())
            .filter(cidr -> !cidr.isEmpty())
            .map(cidr -> ServiceAddress.wanted(runner, cidr));
    address.ifPresent(
        a ->
            runner
                .run(SHORT, "ip", "address", "replace", a.cidr(), "dev", a.device())
                .orFail("raise a service address", a.cidr(), "See what has it."));
    runner
        .run(argv, SHORT)
        .orFail("start an application afresh", name, "Start it by hand, and see why it doesn't.");
    address.ifPresent(a -> FaultPoint.ANNOUNCE.around(name, () -> host.announce(folder, a)));
  }

  /**
   * Waits until an application that was started afresh is healthy.
   *
   * @throws Failure if it isn't within the limit
   */
  public void check(ArmedApp app) {
    new Health(runner).await(app.getApp().getName(), app.getApp().getHealth(), healthy);
  }

  private static ImmutableList<String> startCommand(ArmedApp app) {
    String name = app.getApp().getName();
    if (app.getStartCount() > 0) {
      String unit = app.getUnit().isEmpty() ? "osswap-start-" + name + ".service" : app.getUnit();
      return ImmutableList.<String>builder()
          .add("systemd-run", "--quiet", "--collect", "--unit=" + unit)
          .add("--description=" + name + ", started by osswap after a crash of the old OS", "--")
          .addAll(app.getStartList())
          .build();
    }
    if (app.getUnit().isEmpty()) {
      throw new Failure(
          "start an application afresh",
          name,
          "its manifest has neither start nor a unit",
          "Start it by hand.");
    }
    return ImmutableList.of("systemctl", "start", app.getUnit());
  }
}
