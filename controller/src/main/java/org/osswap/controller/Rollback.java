package org.osswap.controller;

import org.osswap.base.Failure;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;

/** Gives the partition back to the incumbent and undoes all that the journal says was done. */
final class Rollback {
  private final SwapSteps steps;
  private final Journal journal;

  Rollback(SwapSteps steps, Journal journal) {
    this.steps = steps;
    this.journal = journal;
  }

  /**
   * Rolls back.
   *
   * @throws Failure if the applications run on the successor already, or if something could not be
   *     undone
   */
  void run(PartitionPlan plan) {
    refuseCommitted(plan);
    journal.append(JournalRecord.newBuilder().setPhase(Phase.RECLAIMING).setBegin(true));
    steps.reclaim(plan, new SwapHistory(journal.records()).undo());
    journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK));
  }

  /**
   * Checks that there is a way back.
   *
   * @throws Failure if the applications run on the successor already
   */
  void refuseCommitted(PartitionPlan plan) {
    if (steps.committed() || new SwapHistory(journal.records()).retiring()) {
      throw committed(plan);
    }
  }

  static Failure committed(PartitionPlan plan) {
    return new Failure(
        "roll back",
        "swap " + plan.getId(),
        "the applications run on the successor; only forward is safe",
        "Run 'osswap resume'.");
  }
}
