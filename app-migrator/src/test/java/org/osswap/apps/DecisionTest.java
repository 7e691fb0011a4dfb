package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Decision.Outcome;

final class DecisionTest {
  @TempDir Path dir;

  /** CRIU's action script as it is installed in a work folder. */
  private ProcessBuilder script() throws Exception {
    NativeTool.unpack("osswap-app", dir);
    Files.createSymbolicLink(dir.resolve("decide"), Path.of("osswap-app"));
    Files.createDirectories(dir.resolve("record"));
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
      new Decision(dir.resolve("record")).propose(Outcome.COMMIT);
      controls.decided();
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
    assertThat(end(process)).isZero();
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
