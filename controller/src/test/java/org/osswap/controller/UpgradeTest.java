package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osswap.base.Failure;
import org.osswap.base.FaultLab;
import org.osswap.handoff.Side;
import org.osswap.proto.Arming;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;
import org.osswap.proto.UpgradeRequest;

final class UpgradeTest {
  private static final PartitionPlan PLAN = PartitionPlan.newBuilder().setId("swap-1").build();

  @TempDir Path dir;
  private final FakeSteps steps = new FakeSteps();

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
  void aCommitThatLetNoCopyRunIsTakenBack() {
    steps.failing = "commit";

    assertThat(outcome().end()).isEqualTo(Outcome.End.ROLLED_BACK);

    assertThat(steps.done).endsWith("withdraw", "reclaim [online cpu2]");
  }

  @Test
  void aCommitThatMayHaveLetOneRunIsNot() {
    steps.failing = "commit";
    steps.claimed = true;

    assertThat(outcome().end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);

    assertThat(steps.done).endsWith("migrate");
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

  @Test
  void aMachineThatIsNotAsItWasNeedsAPerson() {
    steps.failing = "launch";
    steps.different = true;

    Outcome outcome = outcome();

    assertThat(outcome.end()).isEqualTo(Outcome.End.NEEDS_ATTENTION);
    assertThat(outcome.failure().orElseThrow().getSuppressed()[0]).hasMessageContaining("cpu 2");
    assertThat(Journal.read(dir.resolve("journal")))
        .extracting(JournalRecord::getPhase)
        .doesNotContain(Phase.ROLLED_BACK);
  }

  @Test
  void whatTheSwapCanTouchIsRecordedBeforeItActs() {
    List<JournalRecord.EventCase> events =
        upgrade().stream().map(JournalRecord::getEventCase).toList();

    assertThat(events.indexOf(JournalRecord.EventCase.BELONGINGS))
        .isPositive()
        .isLessThan(events.indexOf(JournalRecord.EventCase.UNDO));
  }

  @Test
  void aFullDiskDoesNotCloseTheWayBack() throws Exception {
    Path path = dir.resolve("journal");
    Journal.open(path).close();
    FullDisk disk =
        new FullDisk(FileChannel.open(path, StandardOpenOption.WRITE), Files.size(path) + 300);
    try (Journal journal =
        new Journal(disk, JournalFormat.parse(Files.readAllBytes(path), path.toString()))) {
      Upgrade upgrade = new Upgrade(steps, journal, new Told());

      assertThatThrownBy(() -> upgrade.run(UpgradeRequest.getDefaultInstance(), PLAN))
          .hasMessageContaining("No space left");
      assertThat(upgrade.isRolledBack()).isFalse();
    }

    assertThat(steps.done).last().isEqualTo("reclaim [online cpu2]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin.before", "begin.after"})
  void aFailureBeforeAnythingWasTouchedEndsTheSwapAndTouchesNothing(String point)
      throws Exception {
    try (FaultLab faults = new FaultLab(dir).fifo(point)) {
      CompletableFuture<Outcome> upgrade = CompletableFuture.supplyAsync(this::outcome);
      try (OutputStream held = faults.arrived(point)) {
        held.write("fail".getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(upgrade.get(20, TimeUnit.SECONDS).end()).isEqualTo(Outcome.End.ROLLED_BACK);
    }

    assertThat(steps.done).isEmpty();
    SwapHistory history = new SwapHistory(Journal.read(dir.resolve("journal")));
    assertThat(history.problems()).extracting(Problem::getStep).containsExactly(point);
    assertThat(standing(history).way()).isEqualTo(Standing.Way.NOTHING);
  }

  /** A disk on which there is room for some records, and never for all of the first ones. */
  @ParameterizedTest
  @CsvSource({"0, NOTHING", "60, NOTHING", "120, ROLLBACK"})
  void onAFullDiskNobodyIsToldThatASwapHasEndedWhichStatusWouldHaveEnded(
      int room, Standing.Way way) throws Exception {
    Path path = dir.resolve("journal");
    Journal.open(path).close();
    FullDisk disk =
        new FullDisk(FileChannel.open(path, StandardOpenOption.WRITE), Files.size(path) + room);
    Upgrade upgrade;
    try (Journal journal =
        new Journal(disk, JournalFormat.parse(Files.readAllBytes(path), path.toString()))) {
      upgrade = new Upgrade(steps, journal, new Told());
      assertThatThrownBy(() -> upgrade.run(UpgradeRequest.getDefaultInstance(), PLAN))
          .hasMessageContaining("No space left");
    }

    assertThat(steps.done).isEmpty();
    assertThat(standing(new SwapHistory(Journal.read(path))).way()).isEqualTo(way);
    assertThat(upgrade.isRolledBack()).isEqualTo(way == Standing.Way.NOTHING);
  }

  private static Standing standing(SwapHistory history) {
    return new Standing(history, Optional.empty(), Side.INCUMBENT, true, false);
  }

  @Test
  void aSuccessorThatIsArmedStaysAndThisOsGoesOn() {
    arm();

    assertThat(steps.done).containsExactly("quiesce", "launch", "attest", "check", "arm");
    SwapHistory history = new SwapHistory(Journal.read(dir.resolve("journal")));
    assertThat(history.armed()).isTrue();
    assertThat(history.arming().orElseThrow().getCrashKernel()).isTrue();
  }

  @Test
  void whatArmingIsToDoIsInTheJournalBeforeItDoesIt() {
    steps.failing = "arm";

    assertThatThrownBy(this::arm).hasMessageContaining("arm");

    assertThat(steps.done).last().isEqualTo("reclaim [online cpu2, stop the heart]");
    List<JournalRecord> records = Journal.read(dir.resolve("journal"));
    assertThat(new SwapHistory(records).arming()).isPresent();
    assertThat(records).last().extracting(JournalRecord::getPhase).isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void anArmedSuccessorIsUsedWithoutALaunchAndStandsDownFirst() {
    arm();
    steps.done.clear();

    runArmed();

    assertThat(steps.done).containsExactly("end standby", "attest", "stand down", "check", "migrate", "retire");
  }

  @ParameterizedTest
  @ValueSource(strings = {"end standby", "attest", "stand down", "check", "migrate"})
  void whenItCanNotBeUsedThereIsNoneAnyMore(String step) {
    arm();
    steps.failing = step;

    assertThatThrownBy(this::runArmed).hasMessageContaining(step);

    assertThat(steps.done).last().isEqualTo("reclaim [online cpu2, stop the heart]");
  }

  private void arm() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      new Upgrade(steps, journal, new Told())
          .arm(
              UpgradeRequest.getDefaultInstance(),
              PLAN,
              Arming.newBuilder().setCrashKernel(true).build());
    }
  }

  private void runArmed() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      new Upgrade(steps, journal, new Told())
          .runArmed(UpgradeRequest.getDefaultInstance(), PLAN);
    }
  }

  private Outcome outcome() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      Upgrade upgrade = new Upgrade(steps, journal, new Told());
      return Recovery.outcome(
          upgrade, () -> upgrade.run(UpgradeRequest.getDefaultInstance(), PLAN));
    }
  }

  private List<JournalRecord> upgrade() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      new Upgrade(steps, journal, new Told())
          .run(UpgradeRequest.getDefaultInstance(), PLAN);
      return journal.records();
    }
  }
}
