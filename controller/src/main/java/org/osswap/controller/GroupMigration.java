package org.osswap.controller;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.osswap.apps.Decision;
import org.osswap.apps.Migration;
import org.osswap.apps.MigrationListener;
import org.osswap.apps.SourceApp;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Timing;
import org.osswap.proto.Undo;

/**
 * Moves all applications of a swap as one: they are prepared side by side, frozen together, and one
 * decision record says for all of them on which side they are.
 */
final class GroupMigration {
  /** All of them run until then, and each step has a limit of its own: only a defect takes longer. */
  private static final Duration UNTIL_PREPARED = Duration.ofHours(4);

  /** All of them are frozen until then. */
  private static final Duration UNTIL_RESTORED = Duration.ofMinutes(2);

  private final Site site;
  private final HandoffClient client;
  private final PartitionPlan plan;
  private final Decision decision;
  private final Journal journal;
  private final Progress progress;

  GroupMigration(
      Site site,
      HandoffClient client,
      PartitionPlan plan,
      Decision decision,
      Journal journal,
      Progress progress) {
    this.site = site;
    this.client = client;
    this.plan = plan;
    this.decision = decision;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Moves them.
   *
   * @throws Failure the first of an application; all of them run here then, unless the decision says
   *     that they moved
   */
  void run(List<SourceApp> apps) {
    if (apps.isEmpty()) {
      progress.detail("no application is to be moved");
      FaultPoint.DECIDE.around(() -> decision.propose(Decision.Outcome.COMMIT));
      return;
    }
    decision.ready();
    ImmutableSet<String> names =
        apps.stream().map(SourceApp::name).collect(ImmutableSet.toImmutableSet());
    Together prepared = new Together(names);
    Together restored = new Together(names);
    List<Migration> migrations =
        apps.stream().map(app -> migration(app, prepared, restored)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(apps.size());
    try {
      List<Future<?>> moves = new ArrayList<>();
      for (Migration migration : migrations) {
        moves.add(threads.submit(() -> move(migration::run, prepared, restored)));
      }
      collect(moves);
    } finally {
      threads.shutdown();
    }
    progress.detail(names.stream().collect(Collectors.joining(", ")) + ": on the successor");
  }

  private Migration migration(SourceApp app, Together prepared, Together restored) {
    return new Migration(
        app,
        new GrpcSuccessor(client, plan.getId(), progress),
        decision,
        new Listener(prepared, restored),
        site.criu(),
        site.root(),
        site.processes());
  }

  /** Whatever ends a move, a defect too: the others hear of it at once, instead of waiting. */
  static void move(Runnable migration, Together... points) {
    try {
      migration.run();
    } catch (RuntimeException | Error e) {
      Failure told = e instanceof Failure failure ? failure : defect(e);
      for (Together point : points) {
        point.failed(told);
      }
      throw e;
    }
  }

  private static Failure defect(Throwable e) {
    return new Failure(
        "move an application", "osswap itself", "a defect: " + e, "Report it, with the log.", e);
  }

  /** Waits for all of them, and throws what the first one threw that is no echo of another. */
  static void collect(List<Future<?>> moves) {
    List<Throwable> failures = new ArrayList<>();
    for (Future<?> move : moves) {
      try {
        move.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failures.add(new Failure("move the applications", "all", "interrupted", "Try again.", e));
      }
    }
    Optional<Throwable> first =
        failures.stream().min((a, b) -> Boolean.compare(isEcho(a), isEcho(b)));
    if (first.isPresent()) {
      Throwables.throwIfInstanceOf(first.get(), RuntimeException.class);
      throw new IllegalStateException(first.get());
    }
  }

  /** An application that was only given up because of another one tells the user nothing new. */
  private static boolean isEcho(Throwable failure) {
    return failure instanceof Failure && failure.getCause() instanceof Failure;
  }

  private final class Listener implements MigrationListener {
    private final Together prepared;
    private final Together restored;
    private long bytes;
    private Duration spent = Duration.ZERO;

    Listener(Together prepared, Together restored) {
      this.prepared = prepared;
      this.restored = restored;
    }

    @Override
    public void phase(String app, AppPhase phase) {
      if (phase == AppPhase.FROZEN) {
        prepared.arrived(app, UNTIL_PREPARED);
      }
      journal.append(
          JournalRecord.newBuilder()
              .setApp(AppTransition.newBuilder().setApp(app).setPhase(phase)));
      progress.detail(app + ": " + phase.name().toLowerCase(java.util.Locale.ROOT));
      // Behind everything else that can fail: after this point any application may commit them all.
      if (phase == AppPhase.RESTORED) {
        restored.arrived(app, UNTIL_RESTORED);
      }
      // Not before the commit: what is told until then, the frozen application waits for.
      if (phase == AppPhase.COMMITTED) {
        progress.detail(app + ": " + sentLine(bytes, spent));
      }
    }

    @Override
    public void undo(String app, Undo undo) {
      journal.append(JournalRecord.newBuilder().setUndo(undo.toBuilder().setApp(app)));
    }

    @Override
    public void told(String text) {
      progress.detail(text);
    }

    @Override
    public void timing(String app, String part, long millis) {
      journal.append(
          JournalRecord.newBuilder()
              .setTiming(Timing.newBuilder().setName(app + " " + part).setMillis(millis)));
    }

    @Override
    public void sent(String app, long bytes, Duration spent) {
      this.bytes = bytes;
      this.spent = spent;
    }
  }

  /** {@code 97.8 MiB sent at 40 MiB/s}. */
  static String sentLine(long bytes, Duration spent) {
    return Extents.amount(bytes)
        + " sent at "
        + Extents.amount(bytes * 1000 / Math.max(1, spent.toMillis()))
        + "/s";
  }
}
