package org.osswap.agent;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.osswap.apps.CheckpointHost;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.controller.Journal;
import org.osswap.controller.Progress;
import org.osswap.controller.SwapHistory;
import org.osswap.proto.ArmedApp;
import org.osswap.proto.Checkpoint;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Moment;
import org.osswap.proto.RevivedApp;

/**
 * Brings the applications back when the incumbent has crashed and was fenced: each
 * from its newest complete checkpoint; where there is none, or it can't be restored, afresh. What became of
 * each is in the journal; one that isn't brought back keeps no other from it.
 */
final class Revival {
  private final CheckpointHost host;
  private final Progress progress;

  Revival(CheckpointHost host, Progress progress) {
    this.host = host;
    this.progress = progress;
  }

  /** Brings back those that the journal doesn't say anything of yet; those of one order side by side. */
  void run(List<ArmedApp> apps, Journal journal) {
    SwapHistory history = new SwapHistory(journal.records());
    ImmutableSet<String> done =
        history.revived().stream().map(RevivedApp::getApp).collect(ImmutableSet.toImmutableSet());
    apps.stream()
        .filter(app -> !done.contains(app.getApp().getName()))
        .collect(Collectors.groupingBy(ArmedApp::getOrder, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(group -> together(group, history.crashEpochMillis(), journal));
  }

  private void together(List<ArmedApp> group, long crash, Journal journal) {
    CompletableFuture<?>[] each =
        group.stream()
            .map(
                app ->
                    CompletableFuture.runAsync(
                        () ->
                            FaultPoint.REVIVE.around(
                                app.getApp().getName(), () -> revive(app, crash, journal)),
                        task -> new Thread(task, "osswap-revive").start()))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(each).join();
    } catch (CompletionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw e;
    }
  }

  private void revive(ArmedApp app, long crash, Journal journal) {
    String name = app.getApp().getName();
    RevivedApp revived =
        restored(name, crash, journal)
            .orElseGet(() -> started(app, journal))
            .toBuilder()
            .setApp(name)
            .build();
    journal.append(JournalRecord.newBuilder().setRevived(revived));
    progress.detail(
        switch (revived.getHow()) {
          case RESTORED ->
              String.format(
                  Locale.ROOT,
                  "%s: restored from a checkpoint that was %.1f s old",
                  name,
                  revived.getAgeMillis() / 1000.0);
          case STARTED -> name + ": started afresh; what it had in memory is lost";
          default -> name + ": not brought back";
        });
  }

  /** Empty: it has to be started afresh. */
  private Optional<RevivedApp> restored(String name, long crash, Journal journal) {
    Optional<Checkpoint> checkpoint = Optional.empty();
    try {
      checkpoint = host.restore(name, done -> moment(journal, name, done));
    } catch (Failure e) {
      note(journal, e);
      if (!host.runs(name)) {
        return Optional.empty();
      }
      checkpoint = host.checkpoint(name); // it runs, but isn't healthy: its owner's business
    }
    return checkpoint.map(
        of ->
            RevivedApp.newBuilder()
                .setHow(RevivedApp.How.RESTORED)
                .setCheckpointEpochMillis(of.getEpochMillis())
                .setAgeMillis(Math.max(0, crash - of.getEpochMillis()))
                .build());
  }

  private RevivedApp started(ArmedApp app, Journal journal) {
    try {
      if (host.startable(app)) {
        host.clear(app.getApp().getName());
      }
      host.start(app);
    } catch (Failure e) {
      note(journal, e);
      return RevivedApp.newBuilder().setHow(RevivedApp.How.LOST).build();
    }
    try {
      host.check(app);
    } catch (Failure e) {
      note(journal, e); // it runs: a database may have a log to replay first
    }
    return RevivedApp.newBuilder().setHow(RevivedApp.How.STARTED).build();
  }

  private static void moment(Journal journal, String app, String done) {
    journal.append(
        JournalRecord.newBuilder()
            .setMoment(
                Moment.newBuilder()
                    .setWhat(done)
                    .setObject(app)
                    .setEpochMillis(System.currentTimeMillis())));
  }

  private void note(Journal journal, Failure failure) {
    progress.detail(failure.getMessage());
    journal.append(JournalRecord.newBuilder().setProblem(failure.toProblem()));
  }
}
