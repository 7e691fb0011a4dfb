package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.controller.Told;

final class IncumbentHeartTest {
  @TempDir Path dir;
  private final Told told = new Told();

  private IncumbentHeart heart() {
    return new IncumbentHeart(SysRoot.at(dir), told);
  }

  @Test
  void aSilentControllerIsToldByStatusWhileItIsSilent() {
    IncumbentHeart heart = heart();
    assertThat(IncumbentHeart.silence(SysRoot.at(dir))).isEmpty();

    heart.late(Duration.ofMillis(1700));
    assertThat(IncumbentHeart.silence(SysRoot.at(dir)))
        .hasValueSatisfying(
            notice -> {
              assertThat(notice.getText()).contains("controller is silent");
              assertThat(notice.getEpochMillis()).isLessThan(System.currentTimeMillis() - 1600);
            });

    heart.back(Duration.ofSeconds(7));
    assertThat(IncumbentHeart.silence(SysRoot.at(dir))).isEmpty();
    assertThat(told.lines).last().asString().contains("it was silent for 7.0 s");
  }

  @Test
  void anEndThatIsExpectedIsNoSilence() {
    IncumbentHeart heart = heart();
    heart.late(Duration.ofSeconds(2));
    told.lines.clear();

    heart.expectEnd();
    heart.late(Duration.ofSeconds(2));
    heart.back(Duration.ofSeconds(3));

    assertThat(told.lines).isEmpty();
    assertThat(IncumbentHeart.silence(SysRoot.at(dir))).isEmpty();
  }

  @Test
  void anAgentThatStartsAnewKnowsOfNoSilence() {
    heart().late(Duration.ofSeconds(2));

    heart();

    assertThat(IncumbentHeart.silence(SysRoot.at(dir))).isEmpty();
  }
}
