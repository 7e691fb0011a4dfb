package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Decision;
import org.osswap.apps.Decision.Outcome;
import org.osswap.apps.Gate;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.PartitionPlan;

/** A commit that is taken back, with a file for the memory that both kernels map. */
final class WithdrawalTest {
  private static final List<String> APPS = List.of("redis", "nginx");

  @TempDir Path dir;
  private final AtomicLong beats = new AtomicLong(7);
  private boolean beating;
  private boolean stopped;
  private Gate gate;
  private Decision decision;

  @BeforeEach
  void committed() throws IOException {
    Files.write(dir.resolve("memory"), new byte[0x1000]);
    gate = new Gate(dir.resolve("memory"), 0x200, dir, new SystemProcessRunner());
    decision = new Decision(dir.resolve("record"));
    decision.propose(Outcome.COMMIT);
  }

  private Withdrawal withdrawal() {
    return new Withdrawal(
        PartitionPlan.getDefaultInstance(),
        gate,
        decision,
        () -> beating ? beats.incrementAndGet() : beats.get(),
        () -> stopped = true,
        new Told(),
        Duration.ofMillis(1));
  }

  /** What a successor does in commit.sh; its processes are sleeps. */
  private int successor(String... words) throws Exception {
    gate.ran("none"); // unpacks the program
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(dir.resolve("osswap-app").toString()), Stream.of(words)).toList())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private int claim() throws Exception {
    return successor("claim", dir.resolve("memory").toString(), "512");
  }

  private int run(String app) throws Exception {
    return successor("run", dir.resolve("memory").toString(), "512", app);
  }

  @Test
  void aCommitThatNobodyClaimedIsTakenBackAndNoCopyRunsAfterThat() throws Exception {
    assertThat(withdrawal().withdraw()).isTrue();
    assertThat(withdrawal().withdraw()).isTrue();

    assertThat(decision.read()).contains(Outcome.REVOKED);
    assertThat(claim()).isEqualTo(3);
    assertThat(run("redis")).isEqualTo(3);
  }

  @Test
  void oneThatWasClaimedIsNot() throws Exception {
    assertThat(claim()).isZero();

    assertThat(withdrawal().withdraw()).isFalse();

    assertThat(decision.read()).contains(Outcome.COMMIT);
  }

  @Test
  void aSuccessorThatShowsASignOfLifeIsLeftAlone() throws Exception {
    claim();
    beating = true;

    assertThatThrownBy(() -> withdrawal().abandon(APPS))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("only forward is safe");

    assertThat(stopped).isFalse();
    assertThat(decision.read()).contains(Outcome.COMMIT);
  }

  @Test
  void whoIsInterruptedWhileListeningTakesNobodyForDead() throws Exception {
    claim();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> withdrawal().abandon(APPS)).hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(stopped).isFalse();
    assertThat(decision.read()).contains(Outcome.COMMIT);
  }

  @Test
  void ofASuccessorThatIsDeadOnlyWhatRanIsLost() throws Exception {
    claim();
    run("nginx");

    assertThat(withdrawal().abandon(APPS)).containsExactly("nginx");

    assertThat(stopped).isTrue();
    assertThat(decision.read()).contains(Outcome.REVOKED);
    assertThat(dir.resolve("record/gone.nginx")).exists();
    assertThat(dir.resolve("record/gone.redis")).doesNotExist();
  }

  @Test
  void aSuccessorThatCanNotBeStoppedKeepsTheApplications() throws Exception {
    claim();
    Withdrawal withdrawal =
        new Withdrawal(
            PartitionPlan.getDefaultInstance(),
            gate,
            decision,
            beats::get,
            () -> {
              throw new Failure("reclaim", "cpu2", "EIO", "Power cycle.");
            },
            new Told(),
            Duration.ofMillis(1));

    assertThatThrownBy(() -> withdrawal.abandon(APPS)).hasMessageContaining("EIO");

    assertThat(decision.read()).contains(Outcome.COMMIT);
  }
}
