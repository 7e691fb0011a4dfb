package org.osswap.controller;

import com.google.common.base.Stopwatch;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osswap.apps.Decision;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.Arming;
import org.osswap.proto.Attestation;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Timing;
import org.osswap.proto.UpgradeRequest;

/**
 * One swap, as the incumbent drives it.
 *
 * <pre>
 * PLANNED - QUIESCED - LAUNCHED - ATTESTED - MIGRATED - RETIRING - (the successor goes on)
 *                                 ATTESTED - ARMED - (until it is used, or disarmed)
 *                                            ARMED - ATTESTED - MIGRATED - ...
 *      any failure before the applications are committed: RECLAIMING - ROLLED_BACK
 *      one before anything was touched: ROLLED_BACK
 * </pre>
 *
 * <p>Every transition is in the journal before it acts and after it acted.
 */
final class Upgrade {
  private final SwapSteps steps;
  private final Journal journal;
  private final Progress progress;
  private Phase phase = Phase.PHASE_UNSPECIFIED;

  Upgrade(SwapSteps steps, Journal journal, Progress progress) {
    this.steps = steps;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Goes from a plan to the end of this OS.
   *
   * @throws Failure after everything has been rolled back, with what could not be rolled back
   *     attached as suppressed failures; or, once the applications run on the successor, with the
   *     machine as it is
   */
  void run(UpgradeRequest request, PartitionPlan plan) {
    begin(request, plan);
    try {
      quiesce(plan);
      launch(plan);
      attest(plan);
      migrate(plan);
      retire(plan);
    } catch (RuntimeException | Error e) {
      giveUp(plan, e);
      throw e;
    }
  }

  /**
   * Launches a successor that stays armed. On return it is, and this OS goes on.
   *
   * @throws Failure as {@link #run}; everything has been rolled back then
   */
  void arm(UpgradeRequest request, PartitionPlan plan, Arming arming) {
    begin(request, plan);
    try {
      quiesce(plan);
      launch(plan);
      attest(plan);
      stay(plan, arming);
    } catch (RuntimeException | Error e) {
      giveUp(plan, e);
      throw e;
    }
  }

  /**
   * Moves to the successor that is armed.
   *
   * @param request that names what moves now
   * @throws Failure as {@link #run}: after a rollback there is no armed successor any more
   */
  void runArmed(UpgradeRequest request, PartitionPlan plan) {
    journal.append(JournalRecord.newBuilder().setRequest(request));
    phase = Phase.ARMED;
    try {
      useArmed(plan);
      migrate(plan);
      retire(plan);
    } catch (RuntimeException | Error e) {
      giveUp(plan, e);
      throw e;
    }
  }

  /** Goes on from where the applications have moved, for another controller than began. */
  void resume(PartitionPlan plan) {
    phase = Phase.MIGRATED;
    retire(plan);
  }

  /**
   * True after a failure that left nothing behind: the successor's CPUs are back, so whatever could
   * not be told to it before is dead with it.
   */
  boolean isRolledBack() {
    return phase == Phase.ROLLED_BACK;
  }

  /** What fails here has touched nothing: its swap ends where it began, and only that is recorded. */
  private void begin(UpgradeRequest request, PartitionPlan plan) {
    try {
      FaultPoint.BEGIN.around(() -> plan(request, plan));
    } catch (RuntimeException | Error e) {
      journal.note(e);
      if (recordedEnd(e) || !begun()) {
        phase = Phase.ROLLED_BACK;
      }
      throw e;
    }
  }

  private boolean recordedEnd(Throwable cause) {
    try {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK));
      return true;
    } catch (Failure unwritten) {
      cause.addSuppressed(unwritten);
      return false;
    }
  }

  /** Whether a reader of the journal takes this swap for one that has to be ended. */
  private boolean begun() {
    return new SwapHistory(journal.records()).phase() != Phase.PHASE_UNSPECIFIED;
  }

  private void plan(UpgradeRequest request, PartitionPlan plan) {
    journal.append(JournalRecord.newBuilder().setRequest(request));
    journal.append(JournalRecord.newBuilder().setPlan(plan).setSwapId(plan.getId()));
    enter(Phase.PHASE_UNSPECIFIED, Phase.PLANNED, () -> {});
  }

  private void quiesce(PartitionPlan plan) {
    progress.phase("quiesce");
    enter(
        Phase.PLANNED,
        Phase.QUIESCED,
        () -> {
          journal.append(
              JournalRecord.newBuilder().setBelongings(steps.belongings(plan).toProto()));
          steps.quiesce(plan, undo -> journal.append(JournalRecord.newBuilder().setUndo(undo)));
        });
  }

  private void launch(PartitionPlan plan) {
    progress.phase("launch");
    enter(Phase.QUIESCED, Phase.LAUNCHED, () -> steps.launch(plan));
  }

  private void attest(PartitionPlan plan) {
    progress.phase("attest");
    enter(
        Phase.LAUNCHED,
        Phase.ATTESTED,
        () -> {
          Attestation successor = steps.attest(plan);
          progress.detail(
              "the successor answers: "
                  + successor.getOsName()
                  + ", kernel "
                  + successor.getKernelRelease()
                  + ", CRIU "
                  + successor.getCriuVersion());
          steps.check(plan);
        });
  }

  /** What is to be done is in the journal before it is, so that a rollback undoes it and no more. */
  private void stay(PartitionPlan plan, Arming arming) {
    progress.phase("arm");
    enter(
        Phase.ATTESTED,
        Phase.ARMED,
        () -> {
          journal.append(JournalRecord.newBuilder().setArming(arming));
          steps.arm(plan, arming, undo -> journal.append(JournalRecord.newBuilder().setUndo(undo)));
        });
  }

  private void useArmed(PartitionPlan plan) {
    progress.phase("attest");
    enter(
        Phase.ARMED,
        Phase.ATTESTED,
        () -> {
          // First: a checkpoint freezes applications, and has the link in memory.
          steps.endStandby();
          journal.append(
              JournalRecord.newBuilder().setBelongings(steps.belongings(plan).toProto()));
          steps.attest(plan);
          steps.standDown(plan);
          steps.check(plan);
        });
  }

  private void migrate(PartitionPlan plan) {
    progress.phase("handoff");
    enter(Phase.ATTESTED, Phase.MIGRATED, () -> steps.migrate(plan));
  }

  private void retire(PartitionPlan plan) {
    progress.phase("retire");
    enter(Phase.MIGRATED, Phase.RETIRING, () -> steps.retire(plan));
  }

  private void giveUp(PartitionPlan plan, Throwable cause) {
    journal.note(cause);
    try {
      boolean decided = steps.decision().equals(Optional.of(Decision.Outcome.COMMIT));
      if (decided && (phase == Phase.MIGRATED || !steps.withdraw(plan))) {
        return;
      }
      progress.phase("reclaim");
      progress.detail("because: " + cause.getMessage());
      new Rollback(steps, journal).run(plan);
      phase = Phase.ROLLED_BACK;
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void enter(Phase from, Phase to, Runnable act) {
    if (phase != from) {
      throw new IllegalStateException(to + " follows " + from + ", not " + phase);
    }
    journal.append(JournalRecord.newBuilder().setPhase(to).setBegin(true));
    Stopwatch watch = Stopwatch.createStarted();
    act.run();
    journal.append(JournalRecord.newBuilder().setPhase(to));
    journal.append(
        JournalRecord.newBuilder()
            .setTiming(
                Timing.newBuilder()
                    .setName(to.name())
                    .setMillis(watch.elapsed(TimeUnit.MILLISECONDS))));
    phase = to;
  }
}
