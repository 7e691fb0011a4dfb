package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Decision.Outcome;

final class DecisionTest {
  @TempDir Path dir;
  private Process source;

  @AfterEach
  void endIt() {
    if (source != null) {
      source.destroyForcibly();
    }
  }

  /** CRIU's action script as it is installed in a work folder. */
  private ProcessBuilder script() throws Exception {
    NativeTool.unpack("osswap-app", dir);
    Files.createSymbolicLink(dir.resolve("decide"), Path.of("osswap-app"));
    Files.createDirectories(dir.resolve("record"));
    source = new ProcessBuilder("sleep", "600").start();
    Files.writeString(dir.resolve("root-pid"), source.pid() + "\n");
    for (String pipe : List.of("frozen", "answer")) {
      assertThat(new ProcessBuilder("mkfifo", dir.resolve(pipe).toString()).start().waitFor()).isZero();
    }
    ProcessBuilder script = new ProcessBuilder(dir.resolve("decide").toString());
    script.environment().put("CRTOOLS_SCRIPT_ACTION", "post-dump");
    return script;
  }

  private static int end(Process process) throws Exception {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void theFirstWriterWins() {
    assertThat(new Decision(dir).propose(Outcome.ABORT)).isEqualTo(Outcome.ABORT);
    assertThat(new Decision(dir).propose(Outcome.COMMIT)).isEqualTo(Outcome.ABORT);
    assertThat(new Decision(dir).read()).contains(Outcome.ABORT);
  }

  @Test
  void manyRacersAgree() throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        Path folder = dir.resolve("r" + round);
        List<Callable<Outcome>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Outcome mine = i % 2 == 0 ? Outcome.COMMIT : Outcome.ABORT;
          tasks.add(() -> new Decision(folder).propose(mine));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> outcome : racers.invokeAll(tasks)) {
          outcomes.add(outcome.get());
        }
        assertThat(outcomes).containsOnly(outcomes.get(0)).hasSize(8);
        try (var left = Files.list(folder)) {
          assertThat(left.map(Path::getFileName).map(Path::toString))
              .containsExactlyInAnyOrder("abort", "commit", "decision");
        }
      }
    } finally {
      racers.shutdownNow();
    }
  }

  @Test
  void theScriptLetsCriuKillTheSourceOnlyAfterACommit() throws Exception {
    ProcessBuilder script = script();
    try (Controls controls = new Controls(dir)) {
      Process process = script.start();
      assertThat(controls.awaitFrozen()).isTrue();
      Decision decision = new Decision(dir.resolve("record"));
      decision.propose(Outcome.COMMIT);
      controls.decided();
      assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("the copy doesn't run yet").isFalse();
      decision.gone(dir.getFileName().toString());
      assertThat(end(process)).isZero();
    }
  }

  @Test
  void theScriptThawsTheSourceAfterAnAbort() throws Exception {
    ProcessBuilder script = script();
    try (Controls controls = new Controls(dir)) {
      Process process = script.start();
      assertThat(controls.awaitFrozen()).isTrue();
      new Decision(dir.resolve("record")).propose(Outcome.ABORT);
      controls.decided();
      assertThat(end(process)).isEqualTo(1);
    }
  }

  @Test
  void aControllerThatDiesUndecidedHasAborted() throws Exception {
    ProcessBuilder script = script();
    Process process;
    try (RandomAccessFile frozen = new RandomAccessFile(dir.resolve("frozen").toFile(), "rw");
        RandomAccessFile answer = new RandomAccessFile(dir.resolve("answer").toFile(), "rw")) {
      process = script.start();
      assertThat(frozen.readLine()).isEqualTo("frozen");
      assertThat(answer.getFD().valid()).isTrue();
    }
    assertThat(end(process)).isEqualTo(1);
    assertThat(new Decision(dir.resolve("record")).read()).contains(Outcome.ABORT);
    assertThat(new Decision(dir.resolve("record")).propose(Outcome.COMMIT)).isEqualTo(Outcome.ABORT);
  }

  @Test
  void aControllerThatDiesCommittedHasCommitted() throws Exception {
    ProcessBuilder script = script();
    Process process;
    try (Controls controls = new Controls(dir)) {
      process = script.start();
      assertThat(controls.awaitFrozen()).isTrue();
      new Decision(dir.resolve("record")).propose(Outcome.COMMIT);
    }
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("the copy may not run yet").isFalse();
    new Decision(dir.resolve("record")).gone(dir.getFileName().toString());
    assertThat(end(process)).isZero();
  }

  @Test
  void aCommitThatIsTakenBackThawsTheSource() throws Exception {
    ProcessBuilder script = script();
    Process process;
    Decision decision = new Decision(dir.resolve("record"));
    try (Controls controls = new Controls(dir)) {
      process = script.start();
      assertThat(controls.awaitFrozen()).isTrue();
      decision.propose(Outcome.COMMIT);
    }

    decision.revoke();

    assertThat(end(process)).isEqualTo(1);
    assertThat(decision.read()).contains(Outcome.REVOKED);
    assertThat(decision.propose(Outcome.ABORT)).isEqualTo(Outcome.REVOKED);
  }

  @Test
  void whatHasRunThereDoesNotGoOnHereThoughTheCommitIsTakenBack() throws Exception {
    ProcessBuilder script = script();
    Decision decision = new Decision(dir.resolve("record"));
    decision.propose(Outcome.COMMIT);
    decision.gone(dir.getFileName().toString());
    decision.revoke();

    assertThat(end(script.start())).isZero();
  }

  @Test
  void onlyACommitCanBeTakenBack() {
    Decision decision = new Decision(dir);
    decision.propose(Outcome.ABORT);

    assertThatThrownBy(decision::revoke).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> decision.gone("redis")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutAControllerNothingIsCommitted() throws Exception {
    assertThat(end(script().start())).isEqualTo(1);
  }

  @Test
  void whoSettlesFindsACommitOrMakesItImpossible() throws Exception {
    script();
    ProcessBuilder settle =
        new ProcessBuilder(dir.resolve("osswap-app").toString(), "settle", dir.toString());
    Decision decision = new Decision(dir.resolve("record"));

    assertThat(end(settle.start())).isEqualTo(1);
    assertThat(decision.propose(Outcome.COMMIT)).isEqualTo(Outcome.ABORT);

    Files.delete(dir.resolve("record/decision"));
    decision.propose(Outcome.COMMIT);
    decision.gone(dir.getFileName().toString());
    assertThat(end(settle.start())).isZero();
  }

  @Test
  void aDecisionThatWasMadeReadyNeedsOnlyALink() throws Exception {
    Path record = Files.createDirectories(dir.resolve("record"));
    new Decision(record).ready();
    Object abort = Files.getAttribute(record.resolve("abort"), "unix:ino");

    new Decision(record).propose(Outcome.ABORT);

    assertThat(Files.getAttribute(record.resolve("decision"), "unix:ino")).isEqualTo(abort);
  }

  @Test
  void otherActionsOfCriuPassUnasked() throws Exception {
    ProcessBuilder script = script();
    script.environment().put("CRTOOLS_SCRIPT_ACTION", "pre-dump");
    assertThat(end(script.start())).isZero();
    assertThat(new Decision(dir.resolve("record")).read()).isEmpty();
  }
}
