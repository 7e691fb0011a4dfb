package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.AppHost;
import org.osswap.apps.CheckpointHost;
import org.osswap.apps.CriuTool;
import org.osswap.apps.Gate;
import org.osswap.base.Obliging;
import org.osswap.base.SysRoot;
import org.osswap.controller.Journal;
import org.osswap.controller.SwapHistory;
import org.osswap.controller.Told;
import org.osswap.proto.ArmedApp;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.Crash;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.RevivedApp;

/** On a machine on which every program succeeds, but CRIU and a check of PostgreSQL. */
final class RevivalTest {
  @TempDir Path dir;
  private final Obliging machine = new WithoutCriu();
  private Revival revival;

  @BeforeEach
  void aHost() throws Exception {
    Path criu = Files.createDirectories(dir.resolve("criu"));
    Files.writeString(criu.resolve("ld-linux-x86-64.so.2"), "");
    Files.write(criu.resolve("criu"), new byte[] {0x7F, 'E', 'L', 'F'});
    Path apps = dir.resolve("apps");
    revival =
        new Revival(
            new CheckpointHost(
                apps,
                new AppHost(
                    apps, CriuTool.at(criu), SysRoot.at(dir), machine,
                    new Gate(dir.resolve("mem"), 0, dir, machine)),
                machine,
                Duration.ZERO),
            new Told());
  }

  private SwapHistory revive(ArmedApp... apps) {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      journal.append(JournalRecord.newBuilder().setCrash(Crash.getDefaultInstance()));
      revival.run(List.of(apps), journal);
      return new SwapHistory(journal.records());
    }
  }

  private ArmedApp app(String name, String unit) throws Exception {
    Files.createDirectories(dir.resolve("apps/" + name + "/capsule"));
    ArmedApp.Builder app = ArmedApp.newBuilder().setUnit(unit);
    app.getAppBuilder().setName(name);
    return app.build();
  }

  @Test
  void withoutACheckpointItIsStartedAfreshAndWhatCanNotBeIsReported() throws Exception {
    SwapHistory history = revive(app("lost", ""), app("redis", "redis.service"));

    assertThat(history.revived())
        .extracting(app -> app.getApp() + " " + app.getHow())
        .containsExactlyInAnyOrder("lost LOST", "redis STARTED");
    assertThat(history.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.getCause()).contains("neither start nor a unit"));
    assertThat(machine.lines()).contains("systemctl start redis.service");
  }

  @Test
  void oneThatIsStartedAndNotHealthyYetIsNotLost() throws Exception {
    ArmedApp.Builder database = app("postgresql", "postgresql.service").toBuilder();
    database.getAppBuilder().getHealthBuilder().setCommand("pg_isready");

    SwapHistory history = revive(database.build());

    assertThat(history.revived()).extracting(RevivedApp::getHow).containsExactly(RevivedApp.How.STARTED);
    assertThat(history.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.getCause()).contains("pg_isready ends with 1"));
  }

  @Test
  void aCheckpointThatIsNotRestoredIsToldAndItIsStartedAfresh() throws Exception {
    ArmedApp redis = app("redis", "redis.service");
    CompleteCheckpointRequest.Builder checkpoint = CompleteCheckpointRequest.newBuilder();
    checkpoint.getAppBuilder().setName("redis");
    checkpoint.getCheckpointBuilder().setChain(7).setRound(1);
    Files.write(dir.resolve("apps/redis/checkpoint.pb"), checkpoint.build().toByteArray());
    Files.createDirectories(dir.resolve("apps/redis/checkpoint/7/images/1"));

    SwapHistory history = revive(redis);

    assertThat(history.problems()).hasSize(1);
    assertThat(history.revived()).extracting(RevivedApp::getHow).containsExactly(RevivedApp.How.STARTED);
  }

  @Test
  void thoseOfALowerOrderAreBackBeforeTheOthersBegin() throws Exception {
    ArmedApp first = app("zeta", "zeta.service");
    ArmedApp second = app("alpha", "alpha.service").toBuilder().setOrder(1).build();

    SwapHistory history = revive(second, first);

    assertThat(history.revived()).extracting(RevivedApp::getApp).containsExactly("zeta", "alpha");
  }

  @Test
  void anAgentThatIsStartedAgainDoesNotBringItBackTwice() throws Exception {
    ArmedApp redis = app("redis", "redis.service");
    revive(redis);
    int before = machine.lines().size();

    SwapHistory history = revive(redis);

    assertThat(machine.lines()).hasSize(before);
    assertThat(history.revived()).hasSize(1);
  }

  private static final class WithoutCriu extends Obliging {
    @Override
    protected Outcome answer(List<String> argv) {
      return argv.contains("restore") || argv.contains("pg_isready") ? new Outcome(argv, 1, "", "no", false) : super.answer(argv);
    }
  }
}
