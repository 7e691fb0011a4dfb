package org.osswap.controller;

import java.util.List;
import java.util.Optional;
import org.osswap.apps.Decision;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.partition.belongings.Belongings;
import org.osswap.partition.belongings.Difference;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;

/** Gives the partition back to the incumbent and undoes all that the journal says was done. */
final class Rollback {
  private final SwapSteps steps;
  private final Journal journal;
  private final boolean acceptDifferences;

  Rollback(SwapSteps steps, Journal journal) {
    this(steps, journal, false);
  }

  /**
   * Makes a rollback.
   *
   * @param acceptDifferences to have it end with the machine as it is then; they are recorded
   */
  Rollback(SwapSteps steps, Journal journal, boolean acceptDifferences) {
    this.steps = steps;
    this.journal = journal;
    this.acceptDifferences = acceptDifferences;
  }

  /**
   * Rolls back, and compares the machine with what it was. A difference leaves the swap where it can
   * be rolled back again: so nobody is told that it came to its end, and what was mended since is
   * seen.
   *
   * @throws Failure if the applications belong to the successor already, if something could not be
   *     undone, or is different
   */
  void run(PartitionPlan plan) {
    refuseCommitted(plan);
    begin();
    SwapHistory history = new SwapHistory(journal.records());
    steps.reclaim(plan, history.undo());
    history.belongings().ifPresent(before -> compare(before, history.problems()));
    FaultPoint.END_ROLLBACK.around(
        () -> journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK)));
  }

  private void compare(Belongings before, List<Problem> told) {
    List<Problem> differences =
        steps.differences(before).stream().map(Difference::toFailure).map(Failure::toProblem).toList();
    differences.stream().filter(problem -> !told.contains(problem)).forEach(this::note);
    if (!differences.isEmpty() && !acceptDifferences) {
      throw Refusals.together(differences);
    }
  }

  /** For 'osswap status'; it is told on the screen anyway. */
  private void note(Problem difference) {
    try {
      journal.append(JournalRecord.newBuilder().setProblem(difference));
    } catch (Failure unwritten) {
      // As below.
    }
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
    Optional<Decision.Outcome> decision = steps.decision();
    boolean revoked = decision.equals(Optional.of(Decision.Outcome.REVOKED));
    boolean moved = new SwapHistory(journal.records()).saysMoved();
    if (decision.equals(Optional.of(Decision.Outcome.COMMIT)) || (moved && !revoked)) {
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
