package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TransferLineTest {
  private static final long MIB = 1 << 20;
  private final TransferLine line = new TransferLine();

  private static long at(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void tellsWhatHowFarAndHowFast() {
    assertThat(TransferLine.render("redis images/0", 512 * MIB, 1024 * MIB, 98 * MIB))
        .isEqualTo("redis images/0  [##########..........]  50%  512 MiB of 1 GiB, 98 MiB/s");
  }

  @Test
  void aLongNameIsCutSoThatTheLineNeverWraps() {
    assertThat(TransferLine.render("x".repeat(99), 1023 * MIB + 7, 99_999 * MIB, 1023 * MIB + 7))
        .hasSize(79);
  }

  @Test
  void changesFiveTimesASecondAtMost() {
    assertThat(line.update("redis capsule", 0, 100 * MIB, at(1000))).isEmpty();
    assertThat(line.update("redis capsule", 5 * MIB, 100 * MIB, at(1199))).isEmpty();
    assertThat(line.update("redis capsule", 10 * MIB, 100 * MIB, at(1200)))
        .hasValueSatisfying(text -> assertThat(text).endsWith("10%  10 MiB of 100 MiB, 50 MiB/s"));
    assertThat(line.update("redis capsule", 11 * MIB, 100 * MIB, at(1300))).isEmpty();
  }

  @Test
  void goesAwayWhenItsTransferEnds() {
    line.update("redis capsule", 1, 10, at(0));

    assertThat(line.update("redis capsule", 10, 10, at(1))).contains("");
  }

  @Test
  void isNotSharedByTwoTransfers() {
    line.update("redis capsule", 1, 10, at(0));
    assertThat(line.update("nginx capsule", 1, 10, at(500))).isEmpty();
    assertThat(line.update("nginx capsule", 10, 10, at(600))).isEmpty();

    line.update("redis capsule", 10, 10, at(700));
    line.update("nginx images/0", 1, 10, at(800));
    assertThat(line.update("nginx images/0", 2, 10, at(1000)))
        .hasValueSatisfying(text -> assertThat(text).startsWith("nginx images/0"));
  }

  @Test
  void isLeftToAnotherTransferWhenTheFirstFellSilent() {
    line.update("redis capsule", 1, 10, at(0));
    line.update("nginx capsule", 1, 10, at(1000));

    assertThat(line.update("nginx capsule", 2, 10, at(1200))).isPresent();
  }
}
