package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new PrintStream(out, true), new PrintStream(err, true), false, false);

  @Test
  void aFailureSaysStepObjectCauseAndRemedyAndWhatCouldNotBeUndone() {
    Failure failure = new Failure("take a CPU offline", "cpu2", "EBUSY", "Stop the job on it.");
    failure.addSuppressed(new Failure("bring a NIC up", "eth1", "no such device", "Rescan PCI."));

    terminal.failure(failure);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            osswap: can't take a CPU offline: cpu2
              cause:  EBUSY
              remedy: Stop the job on it.
            and while rolling back:
            osswap: can't bring a NIC up: eth1
              cause:  no such device
              remedy: Rescan PCI.
            """);
  }

  @Test
  void progressGoesToTheSecondStreamWithItsPhase() {
    terminal.phase("launch");
    terminal.detail("kernel written");

    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("launch     kernel written");
  }

  @Test
  void aTransferIsWrittenOverByTheNextLine() {
    AtomicLong nanos = new AtomicLong();
    Terminal live =
        new Terminal(
            new PrintStream(out, true), new PrintStream(err, true), false, true, nanos::get);

    live.phase("handoff");
    live.amount("redis capsule", 0, 100);
    nanos.set(1_000_000_000);
    live.amount("redis capsule", 50, 100);
    live.detail("nginx: prepared");
    live.amount("redis capsule", 100, 100);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\u001b[Kredis capsule  [##########..........]  50%  50 B of 100 B, 50 B/s"
                + "\r\u001b[K    1.0s  handoff    nginx: prepared\n");
  }

  @Test
  void withoutATerminalNoTransferIsShown() {
    terminal.amount("redis capsule", 1, 2);
    terminal.amount("redis capsule", 2, 2);

    assertThat(err.size()).isZero();
  }
}
