package org.osswap.controller;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;

/**
 * What is left of committed moves when their controller has died: each source is brought to its end,
 * then its copy let run. May be repeated.
 */
final class Completion {
  private final Consumer<String> endSource;
  private final Consumer<String> commit;
  private final Predicate<String> runsThere;
  private final Journal journal;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param endSource brings the application's source to its end
   * @param commit lets the copy run, and waits until it is healthy
   * @param runsThere whether the successor says that the application runs
   */
  Completion(
      Consumer<String> endSource,
      Consumer<String> commit,
      Predicate<String> runsThere,
      Journal journal,
      Progress progress) {
    this.endSource = endSource;
    this.commit = commit;
    this.runsThere = runsThere;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Completes the moves of these applications.
   *
   * @throws Failure if one of them doesn't run on the successor afterwards
   */
  void run(List<String> apps) {
    for (String app : apps) {
      endSource.accept(app);
      try {
        FaultPoint.COMMIT_COPY.around(app, () -> commit.accept(app));
      } catch (Failure e) {
        if (!runsThere.test(app)) {
          throw e;
        }
        // There is no way back, and it runs: its health is its owner's business.
        progress.detail(app + ": runs on the successor, but: " + e.getMessage());
      }
      journal.append(
          JournalRecord.newBuilder()
              .setApp(AppTransition.newBuilder().setApp(app).setPhase(AppPhase.COMMITTED)));
      progress.detail(app + ": committed");
    }
  }
}
