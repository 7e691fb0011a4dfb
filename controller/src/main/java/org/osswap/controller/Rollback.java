package org.osswap.controller;

import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
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
   * @throws Failure if the applications belong to the successor already, or if something could not be
   *     undone
   */
  void run(PartitionPlan plan) {
    refuseCommitted(plan);
    begin();
    steps.reclaim(plan, new SwapHistory(journal.records()).undo());
    FaultPoint.END_ROLLBACK.around(
        () -> journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK)));
  }

  /** A disk that is full must not close the way back. What can't be written is told at the end. */
  private void begin() {
    try {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.RECLAIMING).setBegin(true));
    } catch (Failure unwritten) {
      // The record of the end fails too then; or it doesn't, and says all.
    }
  }

  /**
   * Checks that there is a way back.
   *
   * @throws Failure if the applications belong to the successor already
   */
  private void refuseCommitted(PartitionPlan plan) {
    if (steps.committed() || new SwapHistory(journal.records()).saysMoved()) {
      throw committed(plan);
    }
  }

  static Failure committed(PartitionPlan plan) {
    return new Failure(
        "roll back",
        "swap " + plan.getId(),
        "the applications belong to the successor; only forward is safe",
        "Run 'osswap resume'.");
  }
}
