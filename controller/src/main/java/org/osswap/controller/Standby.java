package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osswap.apps.AppManifest;
import org.osswap.apps.Checkpointer;
import org.osswap.apps.Manifests;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.DevMem;
import org.osswap.proto.PartitionPlan;

/**
 * On the incumbent, while a successor is armed: takes checkpoints of the applications whose manifests ask
 * for them, one after the other, and sends them there. A checkpoint that fails is told, and taken again
 * when the next one is due.
 */
public final class Standby {
  /** No connection is kept for longer without need: it is asked for signs of life, and that wakes both ends of the link. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final SysRoot root;
  private final Progress progress;
  private final CheckpointTimes times;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean stopping;
  private boolean ended;

  Standby(SysRoot root, Progress progress) {
    this.root = root;
    this.times = new CheckpointTimes(root);
    this.progress = progress;
  }

  /**
   * Serves until the process is told to end, and comes to the end of a checkpoint first.
   *
   * @throws Failure if no successor is armed here
   */
  public static void run(Site site, Progress progress) {
    site.faultPoints();
    Standing standing = Standing.read(site);
    if (standing.history().arming().isEmpty()) {
      throw standing.refusal("take checkpoints");
    }
    PartitionPlan plan = standing.plan();
    OsswapConfig config = OsswapConfig.read(site.root());
    Standby standby = new Standby(site.root(), progress);
    Runtime.getRuntime().addShutdownHook(new Thread(standby::stop, "osswap-standby-stop"));
    try (LinkEnd link =
            LinkEnd.open(
                DevMem.open(), site.processes(), plan, MemoryLink.End.INCUMBENT, progress);
        HandoffClient client =
            HandoffClient.connect(
                plan,
                link.agent(),
                config.handoff().port(),
                SwapCredentials.load(site.state().swap().resolve("credentials"), Side.INCUMBENT))) {
      link.start();
      GrpcSuccessor successor = new GrpcSuccessor(client, plan.getId(), progress);
      standby.serve(
          due(site).stream()
              .map(
                  manifest ->
                      turn(
                          manifest,
                          new Checkpointer(
                              manifest,
                              successor,
                              client::complete,
                              site.criu(),
                              site.root(),
                              site.processes())))
              .toList(),
          client::reconnect);
    }
  }

  private static Turn turn(AppManifest manifest, Checkpointer checkpointer) {
    return new Turn(
        manifest.name(), manifest.checkpointEvery(), checkpointer::take, checkpointer::close);
  }

  /** The applications of which checkpoints are to be taken. */
  static ImmutableList<AppManifest> due(Site site) {
    return Manifests.load(site.root().path(Draft.MANIFESTS)).stream()
        .filter(manifest -> !manifest.checkpointEvery().isZero())
        .collect(ImmutableList.toImmutableList());
  }

  /** One application, and when its next checkpoint is due: at once, at first. */
  static final class Turn {
    private final String app;
    private final Duration every;
    private final Supplier<Checkpointer.Taken> take;
    private final Runnable close;
    private long due = System.nanoTime();

    Turn(String app, Duration every, Supplier<Checkpointer.Taken> take, Runnable close) {
      this.app = app;
      this.every = every;
      this.take = take;
      this.close = close;
    }
  }

  /** Takes turns until it is stopped; {@code hangUp} ends the connection, which the next turn makes anew. */
  void serve(List<Turn> turns, Runnable hangUp) {
    try {
      while (!turns.isEmpty()) {
        Turn next = turns.stream().min(Comparator.comparingLong((Turn t) -> t.due)).orElseThrow();
        if (next.due - System.nanoTime() > QUIET.toNanos()) {
          hangUp.run();
        }
        if (!await(next.due)) {
          return;
        }
        CheckpointLock held = CheckpointLock.forOne(root, () -> stopping);
        try (held) {
          if (stopping) {
            return;
          }
          take(next);
        }
      }
    } finally {
      turns.forEach(turn -> turn.close.run());
      end();
    }
  }

  private void take(Turn turn) {
    long begun = System.nanoTime();
    turn.due = begun + turn.every.toNanos();
    try {
      Checkpointer.Taken taken = turn.take.get();
      turn.due =
          begun
              + untilNext(
                      turn.every,
                      Duration.ofNanos(System.nanoTime() - begun),
                      Duration.ofMillis(System.currentTimeMillis() - taken.epochMillis()))
                  .toNanos();
      times.set(turn.app, taken.epochMillis());
      progress.detail(
          String.format(
              Locale.ROOT,
              "%s: checkpoint complete, frozen for %d ms, %d KiB sent",
              turn.app,
              taken.frozen().toMillis(),
              taken.bytes() >> 10));
    } catch (Failure e) {
      progress.detail(turn.app + ": no checkpoint: " + e.getMessage() + "; " + e.remedy());
    }
  }

  /**
   * From the beginning of a checkpoint to that of the next: so early that the next is complete before this one is
   * older than {@code every}, if it takes as long. A crash then costs no more than that. But half of the time the
   * application is left alone, so that one which takes longer than a third of {@code every} isn't always at it.
   *
   * @param took from the beginning of this one until it was complete
   * @param age of this one when it was complete, by the wall clock, which may have been set meanwhile
   * @return at most {@code every}
   */
  static Duration untilNext(Duration every, Duration took, Duration age) {
    Duration sinceFrozen = age.isNegative() || age.compareTo(took) > 0 ? took : age;
    Duration inTime = every.minus(sinceFrozen);
    Duration spaced = took.multipliedBy(2);
    return Collections.min(List.of(every, Collections.max(List.of(inTime, spaced))));
  }

  /** False: this is to end. */
  private boolean await(long due) {
    lock.lock();
    try {
      long left = due - System.nanoTime();
      while (!stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when nothing is going on any more. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
      while (!ended) {
        if (!changed.await(10, TimeUnit.MINUTES)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
