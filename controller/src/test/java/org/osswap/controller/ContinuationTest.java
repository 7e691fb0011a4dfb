package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osswap.base.Failure;
import org.osswap.handoff.Side;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;
import org.osswap.proto.Undo;

/** A swap whose controller died, and that is brought to its end by another, or by a third. */
final class ContinuationTest {
  private static final PartitionPlan PLAN = PartitionPlan.newBuilder().setId("swap-1").build();
  private static final String BACK = "reclaim [online cpu2]";
  private static final String ACCEPT = "--accept-differences";

  @TempDir Path dir;
  private final FakeSteps steps = new FakeSteps();
  private final Told told = new Told();
  private boolean rebooted;

  @ParameterizedTest
  @CsvSource({
    "resume, resume", "resume, rollback", "rollback, resume", "rollback, rollback",
  })
  void beforeTheDecisionBothCommandsRollBackAndTheSecondFindsNothingToDo(
      String first, String second) {
    died(Phase.MIGRATED, AppPhase.FROZEN);

    assertThat(run(first).end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThatThrownBy(() -> run(second))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("was rolled back");

    assertThat(steps.done).containsExactly(BACK);
    assertThat(phase()).isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void resumeSaysThatItRollsBack() {
    died(Phase.LAUNCHED, null);

    run("resume");

    assertThat(told.lines).anyMatch(line -> line.contains("this swap is rolled back"));
  }

  @ParameterizedTest
  @CsvSource({
    "resume, resume", "resume, rollback", "rollback, resume", "rollback, rollback",
  })
  void aRollbackThatFailedIsRepeatedWithEitherCommand(String first, String second) {
    died(Phase.MIGRATED, AppPhase.FROZEN);
    steps.failing = "reclaim";
    for (int i = 0; i < 3; i++) {
      assertThat(run(first).end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
      assertThat(standing().way()).isEqualTo(Standing.Way.ROLLBACK);
    }
    steps.failing = "";

    assertThat(run(second).end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThat(steps.done).containsExactly(BACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void aMachineThatIsNotAsItWasIsNamedUntilItIs(String command) {
    died(Phase.QUIESCED, null);
    steps.different = true;
    for (int i = 0; i < 3; i++) {
      Outcome outcome = run(command);
      assertThat(outcome.end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
      assertThat(outcome.failure().orElseThrow())
          .hasMessage("leave the machine as it was: cpu 2: was online, is absent");
      assertThat(standing().way()).isEqualTo(Standing.Way.ROLLBACK);
      assertThat(standing().history().problems()).hasSize(1);
    }
    steps.different = false;

    assertThat(run(command).end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThat(standing().way()).isEqualTo(Standing.Way.NOTHING);
  }

  @Test
  void differencesAreRecordedAndAcceptedOnRequest() {
    died(Phase.QUIESCED, null);
    steps.different = true;

    assertThat(run("rollback " + ACCEPT).end()).isEqualTo(Outcome.End.ROLLED_BACK);

    assertThat(standing().history().problems())
        .extracting(Problem::getCause)
        .containsExactly("was online, is absent");
  }

  @Test
  void anArmedSuccessorIsRolledBackButNotResumed() {
    died(Phase.ARMED, null);
    try (Journal journal = Journal.open(path())) {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.ARMED));
    }

    assertThatThrownBy(() -> run("resume")).hasMessageContaining("a successor is armed");
    assertThat(run("rollback").end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThat(steps.done).containsExactly(BACK);
  }

  @Test
  void aSwapThatDiedBeforeItActedIsNotCompared() {
    try (Journal journal = Journal.open(path())) {
      journal.append(JournalRecord.newBuilder().setPlan(PLAN));
      journal.append(JournalRecord.newBuilder().setPhase(Phase.PLANNED));
    }
    steps.different = true;

    assertThat(run("rollback").end()).isEqualTo(Outcome.End.ROLLED_BACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attest", "complete", "retire"})
  void aWayForwardThatFailedIsRepeatedFromItsBeginning(String step) {
    died(Phase.MIGRATED, AppPhase.RESTORED);
    steps.committed = true;
    steps.claimed = true;
    steps.failing = step;
    for (int i = 0; i < 3; i++) {
      Outcome outcome = run("resume");
      assertThat(outcome.end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
      assertThat(outcome.failure().orElseThrow()).hasMessageContaining(step);
      assertThat(standing().way()).isEqualTo(Standing.Way.RESUME);
      assertThat(standing().history().problems()).hasSize(i + 1);
    }
    steps.failing = "";
    steps.done.clear();

    run("resume");

    assertThat(steps.done).containsExactly("attest", "complete", "retire");
    assertThat(phase()).isEqualTo(Phase.RETIRING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attest", "complete"})
  void whereNoCopyHasRunAWayForwardThatFailsLeadsBack(String step) {
    died(Phase.MIGRATED, AppPhase.RESTORED);
    steps.committed = true;
    steps.failing = step;

    Outcome outcome = run("resume");

    assertThat(outcome.end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThat(outcome.failure().orElseThrow()).hasMessageContaining(step);
    assertThat(steps.done).endsWith("withdraw", BACK);
    assertThat(standing().way()).isEqualTo(Standing.Way.NOTHING);
  }

  @Test
  void whereNoCopyHasRunACommitIsRolledBackOnDemand() {
    died(Phase.MIGRATED, AppPhase.RESTORED);
    steps.committed = true;

    assertThat(run("rollback").end()).isEqualTo(Outcome.End.ROLLED_BACK);

    assertThat(steps.done).containsExactly("withdraw", BACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void aCommitThatWasTakenBackIsRolledBackByEitherCommand(String command) {
    died(Phase.RETIRING, AppPhase.COMMITTED);
    steps.committed = true;
    steps.revoked = true;
    steps.failing = "reclaim";
    assertThat(run(command).end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
    steps.failing = "";

    assertThat(run(command).end()).isEqualTo(Outcome.End.ROLLED_BACK);
    assertThat(steps.done).containsExactly(BACK);
  }

  @Test
  void whatRanOnASuccessorThatIsDeadIsSaidToBeLostAndTheMachineIsBack() {
    died(Phase.RETIRING, AppPhase.COMMITTED);
    steps.committed = true;
    steps.claimed = true;
    steps.ran = List.of("redis");

    Outcome outcome = run("rollback");

    assertThat(outcome.end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
    assertThat(outcome.failure().orElseThrow())
        .hasMessageContaining("redis")
        .hasMessageContaining("its OS crashed");
    assertThat(steps.done).containsExactly("abandon", BACK);
    assertThat(standing().way()).isEqualTo(Standing.Way.NOTHING);
    assertThat(standing().history().problems()).hasSize(1);
  }

  @Test
  void whatHadNotRunOnASuccessorThatIsDeadGoesOnHere() {
    died(Phase.MIGRATED, AppPhase.RESTORED);
    steps.committed = true;
    steps.claimed = true;
    steps.ran = List.of();

    assertThat(run("rollback").end()).isEqualTo(Outcome.End.ROLLED_BACK);

    assertThat(steps.done).containsExactly("abandon", BACK);
  }

  @Test
  void afterACopyHasRunThereIsNoWayBackWhileItsOsLives() {
    died(Phase.MIGRATED, AppPhase.RESTORED);
    steps.committed = true;
    steps.claimed = true;

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> run("rollback"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("only forward is safe")
          .satisfies(e -> assertThat(((Failure) e).remedy()).contains("osswap resume"));
    }
    assertThat(steps.done).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void nothingIsDoneWhereJournalAndDecisionContradictOneAnother(String command) {
    died(Phase.MIGRATED, AppPhase.COMMITTED);

    assertThatThrownBy(() -> run(command))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the decision record is missing");
    assertThat(steps.done).isEmpty();
    assertThat(phase()).isEqualTo(Phase.MIGRATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void aSuccessorIsLeftAlone(String command) {
    died(Phase.RETIRING, AppPhase.COMMITTED);

    assertThatThrownBy(
            () ->
                run(
                    command,
                    new Standing(
                        standing().history(), Optional.empty(), Side.SUCCESSOR, true, false)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("takes the machine over as soon as");
    assertThat(steps.done).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void afterAnotherBootItIsOnlyRecordedThatTheSwapIsOver(String command) {
    died(Phase.RETIRING, AppPhase.COMMITTED);
    steps.committed = true;
    rebooted = true;

    assertThat(run(command).end()).isEqualTo(Outcome.End.ROLLED_BACK);

    assertThat(steps.done).isEmpty();
    assertThat(standing().way()).isEqualTo(Standing.Way.NOTHING);
  }

  @Test
  void aFullDiskDoesNotCloseTheWayBackAndItsEndIsRecordedLater() throws Exception {
    died(Phase.LAUNCHED, null);
    FullDisk disk =
        new FullDisk(FileChannel.open(path(), StandardOpenOption.WRITE), Files.size(path()));
    try (Journal journal =
        new Journal(disk, JournalFormat.parse(Files.readAllBytes(path()), path().toString()))) {
      Outcome outcome = continuation(journal).rollBack(standing(), false);
      assertThat(outcome.end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
      assertThat(outcome.failure().orElseThrow()).hasMessageContaining("No space left");
    }
    assertThat(steps.done).containsExactly(BACK);

    assertThat(run("rollback").end()).isEqualTo(Outcome.End.ROLLED_BACK);
  }

  /** Whichever record was the last that the first controller wrote. */
  @Test
  void aControllerMayDieBehindAnyOfItsRecords() throws Exception {
    try (Journal journal = Journal.open(path())) {
      new Upgrade(steps, journal, new Told())
          .run(org.osswap.proto.UpgradeRequest.getDefaultInstance(), PLAN);
    }
    List<JournalRecord> records = Journal.read(path());
    for (int count = 3; count < records.size(); count++) {
      Files.delete(path());
      try (Journal journal = Journal.open(path())) {
        records.subList(0, count).forEach(record -> journal.append(record.toBuilder()));
      }
      steps.done.clear();
      steps.committed = standing().history().saysMoved();
      steps.revoked = false;
      Outcome outcome = run("resume");
      if (steps.committed) {
        assertThat(steps.done).containsExactly("attest", "complete", "retire");
      } else {
        assertThat(outcome.end()).as("after %d records", count).isEqualTo(Outcome.End.ROLLED_BACK);
        assertThat(steps.done).hasSize(1);
      }
    }
  }

  private void died(Phase phase, AppPhase app) {
    try (Journal journal = Journal.open(path())) {
      journal.append(JournalRecord.newBuilder().setPlan(PLAN));
      journal.append(
          JournalRecord.newBuilder().setBelongings(steps.belongings(PLAN).toProto()));
      journal.append(
          JournalRecord.newBuilder().setUndo(Undo.newBuilder().setWhat("online cpu2")));
      journal.append(JournalRecord.newBuilder().setPhase(phase).setBegin(true));
      if (app != null) {
        journal.append(
            JournalRecord.newBuilder()
                .setApp(AppTransition.newBuilder().setApp("redis").setPhase(app)));
      }
    }
  }

  private Outcome run(String command) {
    return run(command, standing());
  }

  private Outcome run(String command, Standing standing) {
    try (Journal journal = Journal.open(path())) {
      return command.equals("resume")
          ? continuation(journal).resume(standing)
          : continuation(journal).rollBack(standing, command.endsWith(ACCEPT));
    }
  }

  private Continuation continuation(Journal journal) {
    return new Continuation(
        steps,
        journal,
        told);
  }

  private Standing standing() {
    return new Standing(
        new SwapHistory(Journal.read(path())),
        steps.decision(),
        Side.INCUMBENT,
        true,
        rebooted);
  }

  private Phase phase() {
    return standing().history().phase();
  }

  private Path path() {
    return dir.resolve("journal");
  }
}
