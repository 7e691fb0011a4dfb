package org.osswap.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.proto.DrillApp;
import org.osswap.proto.DrillEvent;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillVerdict;

final class JudgementTest {
  private static DrillReport judged(String drill, Observation seen) {
    return new Judgement(Drills.named(drill), "m0", Runs.ready()).of(seen);
  }

  private static Observation with(
      Observation seen, boolean reached, ImmutableMap<String, org.osswap.proto.ClientReport> clients,
      ImmutableList<Failure> failures) {
    return new Observation(
        seen.broke(), seen.foundDead(), seen.healed(), seen.ended(), reached, seen.end(), clients,
        seen.settled(), failures);
  }

  @Test
  void allTimesAreOnTheOperatorsClock() {
    DrillReport report = judged("panic", Runs.panic());

    assertThat(report.getEventsList())
        .extracting(DrillEvent::getWhat, DrillEvent::getObject, DrillEvent::getAfterS)
        .contains(
            org.assertj.core.groups.Tuple.tuple("broken", "", 0.0),
            org.assertj.core.groups.Tuple.tuple("detected", "incumbent", 1.4),
            org.assertj.core.groups.Tuple.tuple("fenced", "incumbent", 4.1),
            org.assertj.core.groups.Tuple.tuple("restored", "redis", 21.5))
        .noneMatch(event -> event.toList().get(0).equals("attested"));
    assertThat(report.getEventsList())
        .isSortedAccordingTo(java.util.Comparator.comparingLong(DrillEvent::getEpochMillis));
  }

  @Test
  void recoveryIsFromTheBreakToTheFirstAnswerAndThePointIsTheCheckpointsAge() {
    DrillApp redis = judged("panic", Runs.panic()).getApps(1);

    assertThat(redis.getName()).isEqualTo("redis");
    assertThat(redis.getRecoveryS()).isEqualTo(21.8);
    assertThat(redis.getRecoveryPointS()).isEqualTo(6.2);
    assertThat(redis.getLost()).isEqualTo(143);
  }

  @Test
  void anApplicationThatBeganAfreshIsCountedFromItsFirstAnswerOn() {
    DrillApp nginx = judged("panic", Runs.panic()).getApps(0);

    assertThat(nginx.getHow()).isEqualTo("started");
    assertThat(nginx.getLost()).isZero();
    assertThat(nginx.hasRecoveryPointS()).isFalse();
  }

  @Test
  void everyTargetIsHeld() {
    DrillReport report = judged("panic", Runs.panic());

    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.HELD);
    assertThat(report.getTargetsList())
        .extracting(org.osswap.proto.DrillTarget::getTarget)
        .containsExactly("detect_s", "fence_s", "back_s", "back_s", "recovery_point_s");
  }

  @Test
  void anApplicationThatDoesNotAnswerIsHarm() {
    Observation seen = Runs.panic();
    ImmutableMap<String, org.osswap.proto.ClientReport> silent =
        ImmutableMap.of("redis", seen.clients().get("redis"));

    DrillReport report = judged("panic", with(seen, true, silent, ImmutableList.of()));

    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.HARMED);
    assertThat(report.getHeadline()).isEqualTo("Harmed: nginx does not answer.");
  }

  @Test
  void anEndThatDidNotComeIsAMissWhateverTheTargetsSay() {
    Observation seen = Runs.panic();

    assertThat(judged("panic", with(seen, false, seen.clients(), ImmutableList.of())).getVerdict())
        .isEqualTo(DrillVerdict.MISSED);
  }

  @Test
  void aDrillThatFailedOnItsWayIsIncomplete() {
    Observation seen = Runs.panic();
    Failure failure = new Failure("undo the damage", "heal network", "no", "By hand.");

    DrillReport report = judged("panic", with(seen, true, seen.clients(), ImmutableList.of(failure)));

    assertThat(report.getVerdict()).isEqualTo(DrillVerdict.INCOMPLETE);
    assertThat(report.getProblemsList()).contains(failure.toProblem());
  }

  @Test
  void whatWasNotSeenIsNotHeld() {
    Observation seen = Runs.panic();
    Observation blind =
        new Observation(
            seen.broke(), 0, 0, seen.ended(), true, Optional.empty(), seen.clients(), seen.settled(),
            ImmutableList.of());

    assertThat(judged("panic", blind).getTargets(0).getHeld()).isFalse();
    assertThat(judged("panic", blind).getTargets(0).hasMeasured()).isFalse();
  }

  @Test
  void theReportIsTheRecordedOne() throws Exception {
    DrillReport report = judged("panic", Runs.panic());

    golden("report.json", ReportFolder.json(report) + "\n");
    golden("report.html", HtmlReport.of(report));
  }

  /** With -Dosswap.record they are written anew. */
  private static void golden(String name, String text) throws Exception {
    Path file = Path.of("src/test/resources/org/osswap/drill", name);
    if (System.getProperty("osswap.record") != null) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }
}
