package org.osswap.controller;

import java.util.List;
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
   * Goes on where the applications belong to the successor, and back where they don't; also where they
   * do, but none has run there yet, and the way forward fails.
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
        yield back(standing.plan(), false);
      }
      case RECORD -> record(standing);
      case NOTHING, ARMED, WAIT, RESTART_AGENT, PERSON -> throw standing.refusal("resume");
    };
  }

  /**
   * Gives the partition back to this OS. After the decision that the applications move it does so
   * where none has run there yet; or where the successor is dead: then those that ran are lost with it.
   *
   * @param acceptDifferences ends it with the machine as it is then
   * @throws Failure if there is nothing to roll back, or no way back; nothing was touched then
   */
  Outcome rollBack(Standing standing, boolean acceptDifferences) {
    return switch (standing.way()) {
      case ROLLBACK, ARMED -> back(standing.plan(), acceptDifferences);
      case RESUME -> undecided(standing.plan(), acceptDifferences);
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

  private Outcome back(PartitionPlan plan, boolean acceptDifferences) {
    progress.phase("reclaim");
    try {
      new Rollback(steps, journal, acceptDifferences).run(plan);
      return new Outcome(Outcome.End.ROLLED_BACK, Optional.empty());
    } catch (Failure e) {
      return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.of(e));
    }
  }

  private Outcome undecided(PartitionPlan plan, boolean acceptDifferences) {
    if (steps.withdraw(plan)) {
      return back(plan, acceptDifferences);
    }
    List<String> lost = steps.abandon(plan);
    Outcome outcome = back(plan, acceptDifferences);
    if (lost.isEmpty() || outcome.failure().isPresent()) {
      return outcome;
    }
    Failure failure = lost(lost);
    journal.note(failure);
    return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.of(failure));
  }

  private static Failure lost(List<String> apps) {
    return new Failure(
        "give the applications back",
        String.join(", ", apps),
        "ran on the successor already, and its OS crashed: what was in memory is lost with it, as in"
            + " any crash of an OS. The source here was ended: it knows nothing of what was"
            + " acknowledged since. This OS has the whole machine again",
        "Start it afresh here, by its own unit say: 'systemctl start'.");
  }

  private Outcome forward(PartitionPlan plan) {
    try {
      steps.attest(plan);
      steps.complete(plan);
    } catch (RuntimeException e) {
      journal.note(e);
      return stuck(plan, e);
    }
    Upgrade upgrade = new Upgrade(steps, journal, progress);
    Outcome outcome = Recovery.outcome(upgrade, () -> upgrade.resume(plan));
    outcome.failure().ifPresent(journal::note);
    return outcome;
  }

  private Outcome stuck(PartitionPlan plan, RuntimeException cause) {
    try {
      if (steps.withdraw(plan)) {
        progress.detail("because: " + cause.getMessage());
        Outcome outcome = back(plan, false);
        return outcome.failure().isPresent()
            ? outcome
            : new Outcome(Outcome.End.ROLLED_BACK, Optional.of(cause));
      }
      progress.detail(
          "applications have run on the successor: they are there, or lost with it. If its OS has"
              + " crashed, 'osswap rollback' gives the machine back; else mend what is said below");
    } catch (Failure e) {
      cause.addSuppressed(e);
    }
    return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.of(cause));
  }
}
