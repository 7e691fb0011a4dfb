package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
  @Test
  void everyCommandTellsTheVersion() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true);
    CommandLine osswap = Main.commandLine(new Terminal(nowhere, nowhere, false, false));

    assertThat(osswap.getSubcommands().keySet())
        .contains("upgrade", "status")
        .allSatisfy(
            command -> {
              StringWriter out = new StringWriter();
              osswap.setOut(new PrintWriter(out, true));
              assertThat(osswap.execute(command, "--version")).isZero();
              assertThat(out.toString()).startsWith("osswap ");
            });
  }
}
