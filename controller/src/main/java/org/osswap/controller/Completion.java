package org.osswap.controller;

import java.util.List;
import java.util.function.Consumer;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;

/** What is left of committed moves when their controller has died. May be repeated. */
final class Completion {
  private final Consumer<String> handOver;
  private final Journal journal;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param handOver lets an application's copy run, and then ends its source: {@link
   *     org.osswap.apps.Handover#run}
   */
  Completion(Consumer<String> handOver, Journal journal, Progress progress) {
    this.handOver = handOver;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Completes the moves of these applications.
   *
   * @throws org.osswap.base.Failure if one of them doesn't run on the successor afterwards
   */
  void run(List<String> apps) {
    for (String app : apps) {
      handOver.accept(app);
      journal.append(
          JournalRecord.newBuilder()
              .setApp(AppTransition.newBuilder().setApp(app).setPhase(AppPhase.COMMITTED)));
      progress.detail(app + ": committed");
    }
  }
}
