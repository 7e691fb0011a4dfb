package org.osswap.controller;

import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;

/**
 * Brings a swap to its end whose controller is gone. It goes by where the swap {@link Standing
 * stands} alone, so it may be repeated after a failure at any of its steps.
 */
final class Continuation {
  private final SwapSteps steps;
  private final Journal journal;
  private final Progress progress;

  Continuation(SwapSteps steps, Journal journal, Progress progress) {
    this.steps = steps;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Goes on where the applications belong to the successor, and back where they don't.
   *
   * @return how it ended; a success on the way forward ends this OS
   * @throws Failure if there is nothing to be done here; nothing was touched then
   */
  Outcome resume(Standing standing) {
    progress.phase("resume");
    return switch (standing.way()) {
      case RESUME -> forward(standing.plan());
      case ROLLBACK -> {
        progress.detail(
            "it was never decided that the applications move: there is no way forward, so this"
                + " swap is rolled back");
        yield back(standing.plan());
      }
      case RECORD -> record(standing);
      case NOTHING, WAIT, RESTART_AGENT, PERSON -> throw standing.refusal("resume");
    };
  }

  /**
   * Gives the partition back to this OS.
   *
   * @throws Failure if there is nothing to roll back, or no way back; nothing was touched then
   */
  Outcome rollBack(Standing standing) {
    return switch (standing.way()) {
      case ROLLBACK -> back(standing.plan());
      case RESUME -> throw Rollback.committed(standing.plan());
      case RECORD -> record(standing);
      case NOTHING, WAIT, RESTART_AGENT, PERSON -> throw standing.refusal("roll back");
    };
  }

  private Outcome record(Standing standing) {
    progress.detail(standing.situation());
    FaultPoint.END_ROLLBACK.around(
        () -> journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK)));
    return new Outcome(Outcome.End.ROLLED_BACK, Optional.empty());
  }

  private Outcome back(PartitionPlan plan) {
    progress.phase("reclaim");
    try {
      new Rollback(steps, journal).run(plan);
      return new Outcome(Outcome.End.ROLLED_BACK, Optional.empty());
    } catch (Failure e) {
      return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.of(e));
    }
  }

  private Outcome forward(PartitionPlan plan) {
    Upgrade upgrade = new Upgrade(steps, journal, progress);
    Outcome outcome =
        Recovery.outcome(
            upgrade,
            () -> {
              steps.attest(plan);
              steps.complete(plan);
              upgrade.resume(plan);
            });
    outcome.failure().ifPresent(this::note);
    return outcome;
  }

  /** For 'osswap status'; it is told on the screen anyway. */
  private void note(Throwable cause) {
    if (cause instanceof Failure failure) {
      try {
        journal.append(JournalRecord.newBuilder().setProblem(failure.toProblem()));
      } catch (Failure e) {
        cause.addSuppressed(e);
      }
    }
  }
}
