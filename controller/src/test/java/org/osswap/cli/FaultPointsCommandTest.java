package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FaultPointsCommandTest {
  @Test
  void eachPointHasALineThatSaysWhereItLies() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    assertThat(Main.run(new Terminal(stream, stream, false, false), "fault-points")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allMatch(line -> line.matches("[a-z.-]+ (incumbent|successor)( app)?"))
        .contains(
            "begin.before incumbent",
            "dump.before incumbent app",
            "dump.after incumbent app",
            "run-copy.after successor app",
            "finish.after successor");
  }
}
