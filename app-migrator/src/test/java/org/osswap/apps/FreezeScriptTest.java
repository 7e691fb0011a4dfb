package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** freeze.sh, run for real between fakes of criu, nft and ip; the application is two sleeps. */
@Timeout(60)
final class FreezeScriptTest {
  private static final String LIMIT = "/proc/sys/net/ipv4/icmp_ratelimit";
  private static final String FENCE = "nft -f WORK/fence.nft";
  private static final String UNFENCE = "nft -f WORK/unfence.nft";
  private static final String DUMP = "criu dump -t 412";
  private static final String DELETE = "ip address delete 10.77.0.101/32 dev enp1s0";
  private static final String DECIDED = "echo commit >work/record/decision";
  private static final String COMMIT = DECIDED + "; : >work/record/gone.work";
  private static final String ABORT = "echo abort >work/record/decision";

  @TempDir Path dir;
  private ScriptStage stage;
  private Path script;
  private Process first;
  private Process second;

  @BeforeEach
  void anApplicationThatRuns() throws Exception {
    stage = new ScriptStage(dir);
    script = stage.script("freeze.sh", "/proc/sys/");
    NativeTool.unpack("osswap-app", stage.work);
    stage.file(LIMIT, "1000\n");
    Files.createDirectories(stage.work.resolve("record"));
    first = new ProcessBuilder("sleep", "600").start();
    second = new ProcessBuilder("sleep", "600").start();
    // The last one ended by itself: no kernel has such a number.
    Files.writeString(
        stage.work.resolve("pids"), ScriptStage.line(first) + ScriptStage.line(second) + "99999999 7\n");
    stage.fake("nft");
    stage.fake("ip");
  }

  @AfterEach
  void endIt() {
    first.destroyForcibly();
    second.destroyForcibly();
  }

  private String[] argv(String cidr, String device) {
    return new String[] {
      "sh", script.toString(), stage.work.toString(), cidr, device, "criu", "dump", "-t", "412"
    };
  }

  private int freeze() throws Exception {
    return ScriptStage.end(stage.start(argv("10.77.0.101/32", "enp1s0")));
  }

  private void assertUntouched() {
    assertThat(first.isAlive()).isTrue();
    assertThat(second.isAlive()).isTrue();
  }

  @Test
  void afterACommitTheAddressGoesAndThenTheFence() throws Exception {
    stage.fake("criu", "echo \"limit $(cat ." + LIMIT + ")\" >>calls", COMMIT);

    assertThat(freeze()).isZero();

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, "limit 0", DELETE, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
    assertThat(Files.readAllLines(stage.work.resolve("times")))
        .extracting(line -> line.replaceFirst(" [0-9]+\\.[0-9]+$", ""))
        .containsExactly("begin", "fenced", "thawed", "end");
  }

  @Test
  void whenCriuFailsUndecidedTheApplicationGoesOnHere() throws Exception {
    stage.fake("criu", "exit 3");

    assertThat(freeze()).isEqualTo(3);

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
    assertUntouched();
  }

  @Test
  void afterAnAbortTheApplicationGoesOnHere() throws Exception {
    stage.fake("criu", ABORT, "exit 1");

    assertThat(freeze()).isEqualTo(1);

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, UNFENCE);
    assertUntouched();
  }

  @Test
  void whenCriuFailsAfterTheCommitWhatItLeftHereIsKilled() throws Exception {
    stage.fake("criu", COMMIT, "exit 1");

    assertThat(freeze()).isZero();

    assertThat(ScriptStage.end(first)).isEqualTo(128 + 9);
    assertThat(ScriptStage.end(second)).isEqualTo(128 + 9);
    assertThat(stage.calls()).containsExactly(FENCE, DUMP, DELETE, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
  }

  @Test
  void anAddressThatWasTakenAwayComesBackWithTheApplication() throws Exception {
    stage.fake("criu", ABORT, "sh work/leave.sh work", "exit 1");
    NativeTool.unpack("leave.sh", stage.work);

    assertThat(freeze()).isEqualTo(1);

    assertThat(stage.calls())
        .containsExactly(
            FENCE, DUMP, DELETE, "ip address replace 10.77.0.101/32 dev enp1s0", UNFENCE);
    assertThat(stage.output()).contains("enp1s0"); // no such device to announce it on
    assertUntouched();
  }

  @Test
  void anAddressThatWasTakenAwayIsNotTakenAwayAgain() throws Exception {
    stage.fake("criu", "sh work/leave.sh work; sh work/leave.sh work", COMMIT);
    NativeTool.unpack("leave.sh", stage.work);

    assertThat(freeze()).isZero();

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, DELETE, DELETE, UNFENCE);
  }

  @Test
  void whenCriuFailsAfterTheDecisionWhatBecomesOfTheCopyIsAwaited() throws Exception {
    stage.fake("criu", DECIDED, "exit 137");
    Process process = stage.start(argv("10.77.0.101/32", "enp1s0"));
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
    assertUntouched();

    new Decision(stage.work.resolve("record")).gone("work");

    assertThat(ScriptStage.end(process)).isZero();
    assertThat(ScriptStage.end(first)).isEqualTo(128 + 9);
  }

  @Test
  void whenTheDecisionIsTakenBackTheApplicationGoesOnHere() throws Exception {
    stage.fake("criu", DECIDED, "kill -STOP " + first.pid(), "exit 137");
    Process process = stage.start(argv("10.77.0.101/32", "enp1s0"));
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();

    new Decision(stage.work.resolve("record")).revoke();

    assertThat(ScriptStage.end(process)).isEqualTo(137);
    assertUntouched();
    String stat = Files.readString(Path.of("/proc/" + first.pid() + "/stat"));
    assertThat(ProcStat.parse(stat.strip()).state()).isNotEqualTo('T');
  }

  @Test
  void withoutAFenceNothingIsFrozen() throws Exception {
    stage.fake("nft", "case $2 in */fence.nft) exit 1;; esac");
    stage.fake("criu", COMMIT);

    assertThat(freeze()).isEqualTo(70);

    assertThat(stage.calls()).containsExactly(FENCE, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
    assertUntouched();
  }

  @Test
  void anApplicationWithoutAnAddressNeedsNoFence() throws Exception {
    stage.fake("criu", COMMIT);

    assertThat(ScriptStage.end(stage.start(argv("", "")))).isZero();

    assertThat(stage.calls()).containsExactly(DUMP);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
  }

  @Test
  void theRateLimitOfAnotherFreezeIsLeftToIt() throws Exception {
    stage.file(LIMIT, "0\n");
    stage.fake("criu", COMMIT);

    assertThat(freeze()).isZero();

    assertThat(stage.text(LIMIT)).isEqualTo("0");
  }

  @Test
  void signalsDontInterruptIt() throws Exception {
    Path go = stage.pipe("go");
    Path started = stage.pipe("started");
    stage.fake("criu", "echo >started", "read -r answer <go", COMMIT);
    Process process = stage.start(argv("10.77.0.101/32", "enp1s0"));
    Files.readString(started);

    for (String signal : List.of("TERM", "INT", "HUP")) {
      String kill = "kill -" + signal + " " + process.pid();
      assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
    }
    Files.writeString(go, "\n", StandardOpenOption.WRITE);

    assertThat(ScriptStage.end(process)).isZero();
    assertThat(stage.calls()).containsExactly(FENCE, DUMP, DELETE, UNFENCE);
  }

  @Test
  void itCommitsThoughItsStarterIsKilled() throws Exception {
    killItsStarterAndLetCriu(COMMIT, "exit 0");

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, DELETE, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
  }

  @Test
  void itGivesTheApplicationBackThoughItsStarterIsKilled() throws Exception {
    killItsStarterAndLetCriu(ABORT, "exit 1");

    assertThat(stage.calls()).containsExactly(FENCE, DUMP, UNFENCE);
    assertThat(stage.text(LIMIT)).isEqualTo("1000");
    assertUntouched();
  }

  /** The pipe "ended" has reached its end when everything that the starter left has ended. */
  private void killItsStarterAndLetCriu(String... body) throws Exception {
    Path go = stage.pipe("go");
    Path started = stage.pipe("started");
    Path ended = stage.pipe("ended");
    stage.fake("criu", "echo >started", "read -r answer <go", String.join("\n", body));
    CompletableFuture<String> end =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(ended);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    String[] freeze = argv("10.77.0.101/32", "enp1s0");
    List<String> starter = new java.util.ArrayList<>();
    starter.addAll(List.of("sh", "-c", "exec 8>\"$0\"; setsid -w \"$@\" & wait", ended.toString()));
    starter.addAll(List.of(freeze));
    Process process = stage.start(starter.toArray(String[]::new));
    Files.readString(started);

    process.destroyForcibly();
    assertThat(ScriptStage.end(process)).isEqualTo(128 + 9);
    assertThat(end).isNotDone();
    Files.writeString(go, "\n", StandardOpenOption.WRITE);

    assertThat(end.get(20, TimeUnit.SECONDS)).isEmpty();
  }
}
