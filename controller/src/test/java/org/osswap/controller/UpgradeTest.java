package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osswap.base.Failure;
import org.osswap.proto.Attestation;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Undo;
import org.osswap.proto.UpgradeRequest;

final class UpgradeTest {
  private static final PartitionPlan PLAN = PartitionPlan.newBuilder().setId("swap-1").build();

  @TempDir Path dir;
  private final Steps steps = new Steps();

  @Test
  void everyStepRunsInOrderAndIsInTheJournalBeforeAndAfter() {
    List<JournalRecord> records = upgrade();

    assertThat(steps.done)
        .containsExactly("quiesce", "launch", "attest", "check", "migrate", "retire");
    assertThat(records)
        .filteredOn(r -> r.getPhase() == Phase.QUIESCED)
        .extracting(JournalRecord::getBegin)
        .containsExactly(true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quiesce", "launch", "attest", "check", "migrate"})
  void aFailureBeforeTheCommitUndoesAllThatWasLogged(String step) {
    steps.failing = step;

    assertThatThrownBy(this::upgrade).isInstanceOf(Failure.class).hasMessageContaining(step);

    assertThat(steps.done).last().isEqualTo("reclaim [online cpu2]");
    assertThat(Journal.read(dir.resolve("journal")))
        .last()
        .extracting(JournalRecord::getPhase)
        .isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void afterTheCommitNothingIsUndone() {
    steps.failing = "retire";

    assertThatThrownBy(this::upgrade).hasMessageContaining("retire");

    assertThat(steps.done).doesNotContain("reclaim [online cpu2]");
  }

  @Test
  void aSwapThatRetiresIsNotRolledBackWhereTheDecisionIsNotKnown() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.RETIRING).setBegin(true));

      assertThatThrownBy(() -> new Rollback(steps, journal).run(PLAN))
          .hasMessageContaining("only forward is safe");
    }

    assertThat(steps.done).isEmpty();
  }

  @Test
  void whatCanNotBeUndoneIsToldBesideTheFirstFailure() {
    steps.failing = "launch";
    steps.reclaimFails = true;

    assertThatThrownBy(this::upgrade)
        .hasMessageContaining("launch")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void whatASuccessorWasNotToldIsForgottenWhenItsProcessorsAreBack() {
    steps.failing = "migrate";
    steps.silent = true;

    assertThat(outcome().end()).isEqualTo(Outcome.End.ROLLED_BACK);
  }

  @Test
  void aPartitionThatIsNotBackNeedsAPerson() {
    steps.failing = "migrate";
    steps.reclaimFails = true;

    assertThat(outcome().end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
  }

  private Outcome outcome() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      Upgrade upgrade = new Upgrade(steps, journal, new SilentProgress());
      return Recovery.outcome(
          upgrade, () -> upgrade.run(UpgradeRequest.getDefaultInstance(), PLAN));
    }
  }

  private List<JournalRecord> upgrade() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      new Upgrade(steps, journal, new SilentProgress())
          .run(UpgradeRequest.getDefaultInstance(), PLAN);
      return journal.records();
    }
  }

  private static final class SilentProgress implements Progress {
    @Override
    public void phase(String name) {}

    @Override
    public void detail(String text) {}
  }

  private static final class Steps implements SwapSteps {
    final List<String> done = new ArrayList<>();
    String failing = "";
    boolean reclaimFails;
    boolean silent;
    private boolean committed;

    private void act(String step) {
      if (step.equals(failing)) {
        Failure failure = new Failure(step, "machine", "it failed", "Mend it.");
        if (silent) {
          failure.addSuppressed(new Failure("abort", "successor", "no answer", "Reclaim it."));
        }
        throw failure;
      }
      done.add(step);
    }

    @Override
    public void quiesce(PartitionPlan plan, Consumer<Undo> undoLog) {
      undoLog.accept(Undo.newBuilder().setWhat("online cpu2").build());
      act("quiesce");
    }

    @Override
    public void launch(PartitionPlan plan) {
      act("launch");
    }

    @Override
    public Attestation attest(PartitionPlan plan) {
      act("attest");
      return Attestation.getDefaultInstance();
    }

    @Override
    public void check(PartitionPlan plan) {
      act("check");
    }

    @Override
    public void migrate(PartitionPlan plan) {
      act("migrate");
      committed = true;
    }

    @Override
    public boolean committed() {
      return committed;
    }

    @Override
    public void retire(PartitionPlan plan) {
      act("retire");
    }

    @Override
    public void reclaim(PartitionPlan plan, List<Undo> undo) {
      if (reclaimFails) {
        throw new Failure("reclaim", "cpu2", "EIO", "Power cycle.");
      }
      done.add("reclaim " + undo.stream().map(Undo::getWhat).toList());
    }
  }
}
