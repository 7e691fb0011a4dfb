package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osswap.proto.AppPhase;
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
