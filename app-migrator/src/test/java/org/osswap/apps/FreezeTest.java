package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Decision.Outcome;
import org.osswap.base.SystemProcessRunner;

/** freeze.sh with shell commands in CRIU's place, and no service address. */
final class FreezeTest {
  @TempDir Path dir;
  private Decision decision;

  @BeforeEach
  void install() throws IOException {
    NativeTool.unpack("osswap-app", dir);
    NativeTool.unpack("freeze.sh", dir);
    decision = new Decision(dir.resolve("record"));
    Files.writeString(dir.resolve("pids"), "");
  }

  private Process freeze(String criu) throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", dir.resolve("freeze.sh").toString()));
    argv.addAll(List.of(dir.toString(), "", "", "sh", "-c", criu));
    return new ProcessBuilder(argv).inheritIO().start();
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void aCriuThatIsKilledUndecidedHasAborted() throws Exception {
    assertThat(end(freeze("kill -KILL $$"))).isNotZero();

    assertThat(decision.propose(Outcome.COMMIT)).isEqualTo(Outcome.ABORT);
  }

  @Test
  void aCriuThatIsKilledAfterTheCommitLeavesNothingOfTheSource() throws Exception {
    Process source = new ProcessBuilder("sleep", "600").start();
    Files.writeString(dir.resolve("pids"), ScriptStage.line(source));
    decision.propose(Outcome.COMMIT);
    decision.gone(dir.getFileName().toString());

    assertThat(end(freeze("kill -KILL $$"))).isZero();

    assertThat(end(source)).isEqualTo(128 + 9);
  }

  @Test
  void itsEndIsAwaitedByWhoContinuesItsSwap() throws Exception {
    Path go = dir.resolve("go");
    assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor()).isZero();
    Process freeze = freeze("echo frozen >'" + go + "'; read x <'" + go + "'");
    Files.readString(go); // it has the lock
    Thread waiter = new Thread(() -> Freezes.end(dir, new SystemProcessRunner(), "redis"));
    waiter.start();
    assertThat(waiter.isAlive()).isTrue();

    Files.writeString(go, "\n");

    assertThat(end(freeze)).isZero();
    waiter.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(waiter.isAlive()).isFalse();
  }

  @Test
  void oneThatIsKilledAfterTheCommitIsEndedByWhoContinuesItsSwap() throws Exception {
    Process source = new ProcessBuilder("sleep", "600").start();
    Files.writeString(dir.resolve("pids"), ScriptStage.line(source));
    decision.propose(Outcome.COMMIT);
    decision.gone(dir.getFileName().toString());
    assertThat(end(freeze("kill -KILL $PPID"))).isEqualTo(128 + 9);
    assertThat(source.isAlive()).isTrue();

    Freezes.end(dir, new SystemProcessRunner(), "redis");

    assertThat(end(source)).isEqualTo(128 + 9);
  }

  @Test
  void aProcessThatOnlyHasTheSamePidIsSpared() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    decision.propose(Outcome.COMMIT);
    decision.gone(dir.getFileName().toString());
    assertThat(end(freeze("kill -KILL $PPID"))).isEqualTo(128 + 9);
    Files.writeString(dir.resolve("pids"), other.pid() + " 1\n");

    Freezes.end(dir, new SystemProcessRunner(), "redis");

    assertThat(other.isAlive()).isTrue();
    other.destroyForcibly();
  }

  @Test
  void thereIsNothingToEndWhereNothingWasFrozen() {
    Freezes.end(dir.resolve("absent"), new SystemProcessRunner(), "redis");
  }
}
