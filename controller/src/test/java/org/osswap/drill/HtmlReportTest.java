package org.osswap.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillReport;
import org.osswap.proto.Problem;

final class HtmlReportTest {
  private static final String HOSTILE = "</title><script>alert(1)</script>\"'&\u0000\u202E<img src=x onerror=y>";

  @Test
  void textsOfOthersAreOnlyTexts() {
    DrillReport report =
        new Judgement(Drills.named("panic"), HOSTILE, Runs.ready())
            .of(Runs.panic()).toBuilder()
                .setHeadline(HOSTILE)
                .setOutcome(HOSTILE)
                .setFromOs(HOSTILE)
                .setUndo(HOSTILE)
                .addLost(HOSTILE)
                .addApps(DrillApp.newBuilder().setName(HOSTILE).setHow(HOSTILE))
                .addProblems(Problem.newBuilder().setStep(HOSTILE).setCause(HOSTILE))
                .addEvents(
                    DrillEvent.newBuilder()
                        .setAfterS(3)
                        .setWhat(Timeline.BACK)
                        .setSide(HOSTILE)
                        .setObject(HOSTILE)
                        .setDetail(HOSTILE))
                .build();

    String page = HtmlReport.of(report);

    assertThat(page).doesNotContain("<script", "<img", "\u0000", "\u202E").contains("&lt;script&gt;");
  }

  @Test
  void needsNothingButItself() {
    String page = HtmlReport.of(new Judgement(Drills.named("panic"), "m0", Runs.ready()).of(Runs.panic()));

    assertThat(page).doesNotContain("http:", "https:", "@import", "url(", "src=", "href=");
  }

  @Test
  void theStepsOfTheAxisAreRoundNumbers() {
    assertThat(SvgTimeline.step(34)).isEqualTo(5);
    assertThat(SvgTimeline.step(90)).isEqualTo(10);
    assertThat(SvgTimeline.step(3)).isEqualTo(0.5);
  }
}
