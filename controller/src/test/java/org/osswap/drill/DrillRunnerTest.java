package org.osswap.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.controller.Told;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.CheckpointReport;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillVerdict;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

final class DrillRunnerTest {
  private final FakeLab lab = new FakeLab();

  private DrillRunner runner(String drill) {
    return new DrillRunner(
        new Lab(lab, lab, Path.of("lab"), "m0"),
        Drills.named(drill),
        lab,
        new Told());
  }

  private DrillReport run(String drill) {
    DrillRunner runner = runner(drill);
    return runner.run(runner.prepare(false));
  }

  private void refuses(String drill, String cause, String remedy) {
    assertThatThrownBy(() -> runner(drill).prepare(false))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).contains(cause);
              assertThat(failure.remedy()).contains(remedy);
            });
    assertThat(lab.acts).isEmpty();
  }

  @Test
  void aLossOfWhichNothingComesIsHealedAfterItsTime() {
    DrillReport report = run("lost-link");

    assertThat(lab.acts).containsExactly("break lost-link", "heal lost-link");
    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.HELD);
    assertThat(report.getEventsList())
        .filteredOn(event -> event.getWhat().equals("undone"))
        .singleElement()
        .satisfies(event -> assertThat(event.getAfterS()).isBetween(60.0, 64.0));
  }

  @Test
  void aDeadSuccessorIsGivenUpWhenTheIncumbentSaysSo() {
    lab.incumbentAfterBreak = FakeLab.ARMED.toBuilder().setNext("osswap disarm").build();
    lab.incumbentAfterDisarm =
        FakeLab.ARMED.toBuilder().clearArmed().setPhase(Phase.ROLLED_BACK).build();

    DrillReport report = run("dead-successor");

    assertThat(lab.acts).containsExactly("break dead-successor", "exec osswap disarm");
    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.HELD);
    assertThat(report.getAsExpected()).isTrue();
  }

  @Test
  void whatCouldNotBeBrokenIsUndoneNevertheless() {
    lab.breaks = false;
    DrillRunner runner = runner("lost-link");
    Ready ready = runner.prepare(false);

    assertThatThrownBy(() -> runner.run(ready)).isInstanceOf(Failure.class);
    assertThat(lab.acts).containsExactly("break lost-link", "heal lost-link");
  }

  @Test
  void anEndThatNeverComesIsWaitedForUpToTheLimit() {
    DrillReport report = run("panic");

    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.MISSED);
    assertThat(report.getEndedEpochMillis() - report.getBrokeEpochMillis()).isGreaterThan(420_000);
  }

  @Test
  void nothingBeginsWithoutASuccessor() {
    lab.incumbent = SwapReport.getDefaultInstance();
    refuses("panic", "none is armed", "osswap arm --target-image IMAGE");
  }

  @Test
  void nothingBeginsInTheMiddleOfASwap() {
    lab.incumbent =
        SwapReport.newBuilder().setSwapId("x").setPhase(Phase.LAUNCHED).setNext("osswap resume").build();
    refuses("panic", "is in this swap", "osswap resume");
  }

  @Test
  void nothingBeginsWhileAnOsswapIsAtWork() {
    lab.incumbent = FakeLab.ARMED.toBuilder().setAtWork(true).build();
    refuses("panic", "at work", "osswap status --watch");
  }

  @Test
  void nothingBeginsBeforeTheFirstCheckpoint() {
    lab.incumbent =
        FakeLab.ARMED.toBuilder()
            .setArmed(
                ArmedReport.newBuilder(FakeLab.ARMED.getArmed())
                    .addCheckpoints(CheckpointReport.newBuilder().setApp("redis")))
            .build();
    refuses("panic", "none yet", "osswap status");
  }

  @Test
  void aSilentHeartOfTheSuccessorIsRefused() {
    lab.incumbent =
        FakeLab.ARMED.toBuilder()
            .setArmed(ArmedReport.newBuilder().setHeartbeatAgeMillis(6000))
            .build();
    refuses("panic", "silent", "osswap disarm");
  }

  @Test
  void aHangNeedsASuccessorThatActsUponIt() {
    lab.incumbent =
        FakeLab.ARMED.toBuilder()
            .setArmed(ArmedReport.newBuilder().setHeartbeatAgeMillis(1))
            .build();
    refuses("hang", "silent heart", "--panic-only");
  }

  @Test
  void nothingBeginsWithoutAClient() {
    lab.client = false;
    refuses("panic", "report can't be had", "client redis start");
  }

  @Test
  void lostPathsNeedSomebodyWhoNoticesThem() {
    lab.watcher = false;
    refuses("apd-network", "nobody notices", "[watch]");
  }

  @Test
  void onARealMachineWhatHasNoUndoNeedsToBeAccepted() {
    lab.kind = "real";
    refuses("panic", "no undo", "--accept-no-undo");

    assertThat(runner("panic").prepare(true).kind()).isEqualTo("real");
    assertThat(runner("lost-link").prepare(false).kind()).isEqualTo("real");
  }

  @Test
  void theClocksOfBothSidesAreMeasured() {
    Ready ready = runner("panic").prepare(false);

    assertThat(ready.clock(Side.SUCCESSOR).millis()).isBetween(-1.0, 1.0);
    assertThat(ready.clock(Side.SUCCESSOR).uncertainty()).isEqualTo(50);
  }
}
