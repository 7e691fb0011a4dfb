package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osswap.apps.Heart;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.SwapReport;

final class ArmedStatusTest {
  private static final SwapReport ARMED =
      SwapReport.newBuilder()
          .setArmed(ArmedReport.getDefaultInstance())
          .setSituation("a successor is armed")
          .build();

  private static SwapReport seen(long own, Long successor) {
    return ArmedStatus.complete(
        ARMED,
        Optional.of(
            new Heart.Ages(
                Duration.ofMillis(own), Optional.ofNullable(successor).map(Duration::ofMillis))));
  }

  @Test
  void whileBothHeartsBeatNothingIsToBeDone() {
    SwapReport report = seen(90, 210L);

    assertThat(report.getNext()).isEmpty();
    assertThat(report.getArmed().getOwnHeartbeatAgeMillis()).isEqualTo(90);
    assertThat(report.getArmed().getHeartbeatAgeMillis()).isEqualTo(210);
  }

  @Test
  void aSuccessorThatIsSilentIsToBeDisarmed() {
    assertThat(seen(90, 9000L).getNext()).isEqualTo("osswap disarm");
    assertThat(seen(90, 9000L).getSituation()).contains("the successor's heart is silent");
    assertThat(seen(90, null).getArmed().getHeartbeatAgeMillis()).isEqualTo(-1);
  }

  @Test
  void anOwnHeartThatIsSilentIsNamedFirst() {
    assertThat(seen(60_000, 9000L).getSituation()).contains("osswap-heart.service");
    assertThat(ArmedStatus.complete(ARMED, Optional.empty()).getNext()).isEqualTo("osswap disarm");
  }

  @Test
  void whileAnOsswapIsAtWorkThereIsOnlyWaiting() {
    SwapReport atWork = ARMED.toBuilder().setAtWork(true).setNext("osswap status --watch").build();

    assertThat(ArmedStatus.complete(atWork, Optional.empty()).getNext())
        .isEqualTo("osswap status --watch");
  }
}
