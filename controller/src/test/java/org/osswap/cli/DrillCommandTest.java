package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.DrillVerdict;

final class DrillCommandTest {
  @TempDir Path dir;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false),
        args);
  }

  @Test
  void listsTheDrillsWithWhatIsExpectedOfThem() {
    assertThat(run("drill", "list")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("panic           taken-over-by-crash    Panic of the running OS\n")
        .contains("dead-successor  disarmed")
        .hasLineCount(9);
  }

  @Test
  void refusesAnUnknownDrillWithTheNearestName() {
    assertThat(run("drill", "panik", "--yes")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("osswap drill panic");
  }

  @Test
  void doesNotAskWithoutATerminal() {
    assertThat(run("drill", "panic")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no terminal").contains("--yes");
  }

  @Test
  void needsAName() {
    assertThat(run("drill")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void showsEachFigureOfTheHistoryWithItsChangeFromTheMedianBefore() throws Exception {
    Files.writeString(
        dir.resolve("history.jsonl"), line(1, 20) + "\n{\n" + line(2, 24) + "\n" + line(3, 21.5) + "\n");

    assertThat(run("drill", "history", "panic", "--reports", dir.toString())).isEqualTo(ExitCode.OK);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            1970-01-01 00:00:01  panic           m0           held       back_s redis 20.0
            1970-01-01 00:00:02  panic           m0           held       back_s redis 24.0 (+4.0)
            1970-01-01 00:00:03  panic           m0           held       back_s redis 21.5 (-0.5)
            """);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("left out of the history: line 2: ");
  }

  @Test
  void everyVerdictHasItsExitStatus() {
    assertThat(DrillCommand.status(DrillVerdict.HELD)).isZero();
    assertThat(DrillCommand.status(DrillVerdict.MISSED)).isEqualTo(5);
    assertThat(DrillCommand.status(DrillVerdict.HARMED)).isEqualTo(6);
    assertThat(DrillCommand.status(DrillVerdict.INCOMPLETE)).isEqualTo(4);
  }

  private static String line(int second, double back) {
    return "{\"schema\":1,\"drill\":\"panic\",\"machine\":\"m0\",\"broke_epoch_millis\":\"" + second
        + "000\",\"verdict\":\"HELD\",\"figures\":[{\"name\":\"back_s redis\",\"value\":" + back + "}]}";
  }
}
