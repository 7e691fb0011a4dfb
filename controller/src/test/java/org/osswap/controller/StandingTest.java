package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osswap.apps.Decision;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.controller.Standing.Way;
import org.osswap.handoff.Side;
import org.osswap.launch.Takeover;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;
import org.osswap.proto.SwapReport;
import org.osswap.proto.UpgradeRequest;

final class StandingTest {
  private static final PartitionPlan PLAN = PartitionPlan.newBuilder().setId("swap-1").build();

  @TempDir Path dir;
  private boolean agentRuns = true;

  /** The last phase, whether it was only begun, the decision record, redis's state. */
  @ParameterizedTest
  @CsvSource({
    "PLANNED,     begun, none,   none,      ROLLBACK",
    "PLANNED,     ended, none,   none,      ROLLBACK",
    "QUIESCED,    begun, none,   none,      ROLLBACK",
    "QUIESCED,    ended, none,   none,      ROLLBACK",
    "LAUNCHED,    begun, none,   none,      ROLLBACK",
    "LAUNCHED,    ended, none,   none,      ROLLBACK",
    "ATTESTED,    begun, none,   none,      ROLLBACK",
    "ATTESTED,    ended, none,   none,      ROLLBACK",
    "ARMED,       begun, none,   none,      ROLLBACK",
    "ARMED,       ended, none,   none,      ARMED",
    "MIGRATED,    begun, none,   none,      ROLLBACK",
    "MIGRATED,    begun, none,   WAITING,   ROLLBACK",
    "MIGRATED,    begun, none,   PREPARED,  ROLLBACK",
    "MIGRATED,    begun, none,   FROZEN,    ROLLBACK",
    "MIGRATED,    begun, none,   RESTORED,  ROLLBACK",
    "MIGRATED,    begun, ABORT,  none,      ROLLBACK",
    "MIGRATED,    begun, ABORT,  FROZEN,    ROLLBACK",
    "MIGRATED,    begun, ABORT,  RESTORED,  ROLLBACK",
    "MIGRATED,    begun, ABORT,  ABORTED,   ROLLBACK",
    "MIGRATED,    begun, COMMIT, none,      RESUME",
    "MIGRATED,    begun, COMMIT, RESTORED,  RESUME",
    "MIGRATED,    begun, COMMIT, COMMITTED, RESUME",
    "MIGRATED,    ended, COMMIT, none,      RESUME",
    "MIGRATED,    ended, COMMIT, COMMITTED, RESUME",
    "RETIRING,    begun, COMMIT, none,      RESUME",
    "RETIRING,    begun, COMMIT, COMMITTED, RESUME",
    "RETIRING,    ended, COMMIT, COMMITTED, RESUME",
    "RECLAIMING,  begun, none,   none,      ROLLBACK",
    "RECLAIMING,  begun, ABORT,  FROZEN,    ROLLBACK",
    "RECLAIMING,  begun, ABORT,  ABORTED,   ROLLBACK",
    "RECLAIMING,  begun, COMMIT, RESTORED,  RESUME",
    "MIGRATED,    begun, REVOKED, RESTORED, ROLLBACK",
    "MIGRATED,    ended, REVOKED, COMMITTED, ROLLBACK",
    "RETIRING,    begun, REVOKED, COMMITTED, ROLLBACK",
    "RECLAIMING,  begun, REVOKED, COMMITTED, ROLLBACK",
    "ROLLED_BACK, ended, REVOKED, COMMITTED, NOTHING",
    "ROLLED_BACK, ended, none,   none,      NOTHING",
    "ROLLED_BACK, ended, ABORT,  ABORTED,   NOTHING",
    "DONE,        ended, none,   COMMITTED, NOTHING",
    "MIGRATED,    begun, none,   COMMITTED, PERSON",
    "MIGRATED,    begun, ABORT,  COMMITTED, PERSON",
    "MIGRATED,    ended, none,   none,      PERSON",
    "RETIRING,    begun, none,   COMMITTED, PERSON",
    "RETIRING,    begun, ABORT,  COMMITTED, PERSON",
    "RECLAIMING,  begun, ABORT,  COMMITTED, PERSON",
  })
  void theIncumbentIsToldTheWayThatIsSafe(
      Phase phase, String how, String decision, String app, Way way) {
    Standing standing =
        new Standing(
            history(phase, how.equals("begun"), app), decision(decision), Side.INCUMBENT, true, false);

    assertThat(standing.way()).isEqualTo(way);
    assertThat(standing.report(OptionalLong.empty()).getNext()).isEqualTo(way.command());
    assertThat(standing.situation()).isNotBlank().doesNotContain("this OS is the successor");
  }

  @Test
  void nothingIsToBeDoneWhereNoSwapWasBegun() {
    Standing standing =
        new Standing(new SwapHistory(List.of()), Optional.empty(), Side.INCUMBENT, true, false);

    assertThat(standing.way()).isEqualTo(Way.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "RETIRING,   begun, true,  none,            WAIT",
    "RETIRING,   begun, false, none,            RESTART_AGENT",
    "RETIRING,   begun, true,  the proof,       WAIT",
    "RETIRING,   begun, true,  something,       RESTART_AGENT",
    "TAKEN_OVER, ended, true,  none,            WAIT",
    "TAKEN_OVER, ended, true,  what was left,   WAIT",
    "TAKEN_OVER, ended, true,  something,       RESTART_AGENT",
    "TAKEN_OVER, ended, false, none,            RESTART_AGENT",
    "DONE,       ended, true,  none,            NOTHING",
    "DONE,       ended, false, none,            NOTHING",
  })
  void theSuccessorIsNeverToldToResumeOrToRollBack(
      Phase phase, String how, boolean agentRuns, String problem, Way way) {
    List<JournalRecord> records = records(phase, how.equals("begun"), "COMMITTED");
    String step =
        switch (problem) {
          case "the proof" -> Takeover.AWAIT;
          case "what was left" -> Takeover.TAKE;
          default -> "map memory";
        };
    if (!problem.equals("none")) {
      records.add(
          JournalRecord.newBuilder().setProblem(Problem.newBuilder().setStep(step)).build());
    }

    assertThat(
            new Standing(new SwapHistory(records), Optional.empty(), Side.SUCCESSOR, agentRuns, false)
                .way())
        .isEqualTo(way);
  }

  @Test
  void whereASuccessorIsArmedNothingIsToBeDoneAndAnotherIsRefusedWithTheRemedy() {
    Standing standing =
        new Standing(history(Phase.ARMED, false, "none"), Optional.empty(), Side.INCUMBENT, true, false);

    assertThat(standing.report(OptionalLong.empty()).getNext()).isEmpty();
    assertThat(standing.report(OptionalLong.empty()).hasArmed()).isTrue();
    assertThat(standing.refusal("begin a swap").remedy()).contains("osswap disarm");
  }

  @Test
  void whileAnOsswapIsAtWorkThereIsOnlyWaiting() {
    for (Phase phase : List.of(Phase.PLANNED, Phase.MIGRATED, Phase.RECLAIMING, Phase.ROLLED_BACK)) {
      SwapReport report =
          new Standing(history(phase, true, "none"), Optional.empty(), Side.INCUMBENT, true, false)
              .report(OptionalLong.of(4711));

      assertThat(report.getNext()).isEqualTo("osswap status --watch");
      assertThat(report.getAtWork()).isTrue();
      assertThat(report.getWorker()).isEqualTo(4711);
      assertThat(report.getSituation()).isEqualTo("an osswap is at work: process 4711");
    }
  }

  @Test
  void theDecisionRecordCountsAlsoWhereNoApplicationIsJournaledAsCommitted() throws IOException {
    write(Phase.MIGRATED, true, "RESTORED");
    Decision decision = new Decision(state().decision());
    assertThat(read().way()).isEqualTo(Way.ROLLBACK);

    decision.propose(Decision.Outcome.COMMIT);

    assertThat(read().way()).isEqualTo(Way.RESUME);
  }

  @Test
  void afterAnotherBootNothingIsLeftOfASwap() throws IOException {
    state().freshSwap();
    try (Journal journal = Journal.open(state().journal())) {
      journal.append(
          JournalRecord.newBuilder().setRequest(UpgradeRequest.newBuilder().setBootId("boot-1")));
      records(Phase.RETIRING, true, "COMMITTED").forEach(r -> journal.append(r.toBuilder()));
    }
    new Decision(state().decision()).propose(Decision.Outcome.COMMIT);
    boot("boot-1");
    assertThat(read().way()).isEqualTo(Way.RESUME);

    boot("boot-2");
    assertThat(read().way()).isEqualTo(Way.RECORD);

    startedBy("swap-1");
    assertThat(read().way()).isEqualTo(Way.WAIT);
  }

  private void boot(String id) throws IOException {
    Path file = SysRoot.at(dir).path("/proc/sys/kernel/random/boot_id");
    Files.createDirectories(file.getParent());
    Files.writeString(file, id + "\n");
  }

  @Test
  void toReadItLeavesNoTrace() throws IOException {
    assertThat(read().way()).isEqualTo(Way.NOTHING);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aSuccessorWaitsUntilTheOldOsHandsItsJournalOver() throws IOException {
    startedBy("swap-1");
    assertThat(read().way()).isEqualTo(Way.WAIT);
    assertThat(read().situation()).contains("this OS is the successor");

    agentRuns = false;
    assertThat(read().way()).isEqualTo(Way.RESTART_AGENT);
  }

  @Test
  void aSuccessorIsTheIncumbentOfTheSwapThatItBeginsItself() throws IOException {
    startedBy("swap-0");
    agentRuns = false;
    write(Phase.LAUNCHED, false, "none");

    assertThat(read().side()).isEqualTo(Side.INCUMBENT);
    assertThat(read().way()).isEqualTo(Way.ROLLBACK);
  }

  @Test
  void anOsThatTookTheMachineOverHasNothingToWaitForBeforeItsOwnSwapHasAPlan() throws IOException {
    startedBy("swap-0");
    state().freshSwap();
    state().carryMachine(Machine.getDefaultInstance());

    assertThat(read().way()).isEqualTo(Way.NOTHING);
  }

  private void startedBy(String swap) throws IOException {
    Path config = SysRoot.at(dir).path(AgentHome.CONFIG);
    Files.createDirectories(config.getParent());
    Files.writeString(config, "{\"swapId\": \"" + swap + "\"}");
  }

  private void write(Phase phase, boolean begin, String app) {
    state().freshSwap();
    try (Journal journal = Journal.open(state().journal())) {
      records(phase, begin, app).forEach(record -> journal.append(record.toBuilder()));
    }
  }

  private StateDir state() {
    return new StateDir(SysRoot.at(dir));
  }

  private Standing read() {
    return Standing.read(new Site(SysRoot.at(dir), systemctl(), state(), dir));
  }

  private ProcessRunner systemctl() {
    return new ProcessRunner() {
      @Override
      public Outcome run(List<String> argv, Duration limit) {
        assertThat(argv).containsExactly("systemctl", "is-active", "-q", "osswap-agent.service");
        return new Outcome(argv, agentRuns ? 0 : 3, "", "", false);
      }

      @Override
      public Outcome run(List<String> argv, String input, Duration limit) {
        throw new AssertionError(argv);
      }
    };
  }

  private static Optional<Decision.Outcome> decision(String text) {
    return text.equals("none")
        ? Optional.empty()
        : Optional.of(Decision.Outcome.valueOf(text));
  }

  private static SwapHistory history(Phase phase, boolean begin, String app) {
    return new SwapHistory(records(phase, begin, app));
  }

  private static List<JournalRecord> records(Phase phase, boolean begin, String app) {
    List<JournalRecord> records = new ArrayList<>();
    records.add(JournalRecord.newBuilder().setPlan(PLAN).build());
    if (!app.equals("none")) {
      records.add(
          JournalRecord.newBuilder()
              .setApp(AppTransition.newBuilder().setApp("redis").setPhase(AppPhase.valueOf(app)))
              .build());
    }
    records.add(JournalRecord.newBuilder().setPhase(phase).setBegin(begin).build());
    return records;
  }
}
