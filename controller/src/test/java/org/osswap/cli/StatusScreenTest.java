package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osswap.proto.AppPhase;
import org.osswap.proto.Crash;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

final class StatusScreenTest {
  @Test
  void theStateIsToldInASentenceAndWithTheCommandThatComesNext() {
    SwapReport.Builder report =
        SwapReport.newBuilder()
            .setSwapId("swap-1")
            .setPhase(Phase.MIGRATED)
            .setFromOs("Debian 12")
            .setFromKernel("6.1")
            .setToOs("Debian 13")
            .setToKernel("6.12")
            .setSituation("the applications belong to this OS")
            .setNext("osswap rollback");
    report.addAppsBuilder().setApp("redis").setPhase(AppPhase.FROZEN);

    assertThat(StatusScreen.render(report.build()))
        .isEqualTo(
            """
            swap                swap-1
            state               migrated
            from                Debian 12, 6.1
            to                  Debian 13, 6.12
            app redis           frozen
            now                 the applications belong to this OS
            next                osswap rollback
            """);
  }

  @Test
  void aPhaseThatWasOnlyBegunIsNotSaidToBeReached() {
    SwapReport.Builder report =
        SwapReport.newBuilder().setSwapId("swap-1").setPhase(Phase.ARMED).setUnfinished(true);

    assertThat(StatusScreen.render(report.build()))
        .contains("\nstate               armed, unfinished\n");
  }

  @Test
  void whatHappenedMeanwhileIsToldWithItsTime() {
    SwapReport.Builder report =
        SwapReport.newBuilder().setSwapId("swap-1").setPhase(Phase.ATTESTED).setSituation("x");
    report
        .addNoticesBuilder()
        .setEpochMillis(1_795_334_523_000L)
        .setText("the successor's heart has stopped: no beat for 1.8 s");

    assertThat(StatusScreen.render(report.build()))
        .contains(
            "\nnoted 08:02:03      the successor's heart has stopped: no beat for 1.8 s\nnow  ");
  }

  @Test
  void anArmedSuccessorIsOneLine() {
    SwapReport.Builder report = SwapReport.newBuilder().setSwapId("swap-1").setPhase(Phase.ARMED);
    report
        .getArmedBuilder()
        .setSinceEpochMillis(1_795_334_523_000L)
        .setImage("/srv/targets/13")
        .setCpus("3")
        .setMemory(512L << 20)
        .setHeartbeatAgeMillis(140)
        .setOwnHeartbeatAgeMillis(60)
        .setCrashKernel(true)
        .setHangLimitMillis(10_000);

    assertThat(StatusScreen.render(report.build()))
        .contains(
            "\narmed               since 2026-11-22 08:02:03: /srv/targets/13 on CPUs 3 and 512"
                + " MiB; its heartbeat 0.1 s ago, ours 0.1 s ago; acts on a panic or 10 s of silence\n");
  }

  @Test
  void aCrashIsToldWithWhereTheOldKernelsLogIs() {
    SwapReport.Builder report = SwapReport.newBuilder().setSwapId("swap-1").setPhase(Phase.DONE);
    report
        .getCrashBuilder()
        .setCause(Crash.Cause.HANG)
        .setSilenceMillis(10_050)
        .setDecidedEpochMillis(1_795_334_523_000L)
        .setLog("/var/lib/osswap/crash/swap-1/dmesg");

    assertThat(StatusScreen.render(report.build()))
        .contains(
            "\nold OS              hung: silent for 10.1 s; decided at 08:02:03; kernel log:"
                + " /var/lib/osswap/crash/swap-1/dmesg\n");
  }

  @Test
  void whereNoSwapWasBegunThereIsNothingToDo() {
    assertThat(
            StatusScreen.render(
                SwapReport.newBuilder().setSituation("no swap is unfinished here").build()))
        .isEqualTo(
            """
            swap                none was begun on this machine
            now                 no swap is unfinished here
            next                nothing to do
            """);
  }
}
