package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SystemProcessRunner;

final class ManPageTest {
  @TempDir Path dir;
  private String page;

  @BeforeEach
  void print() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(new Terminal(stream, stream, false, false), "man")).isZero();
    page = out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void hasEveryCommandOptionAndExitStatus() {
    assertThat(page)
        .startsWith(".TH OSSWAP 1 \"\" \"osswap ")
        .contains(".SS prepare", ".SS doctor", ".SS plan", ".SS upgrade", ".SS status")
        .contains(".SS resume", ".SS rollback")
        .contains("\\fBosswap upgrade\\fR [\\-hV]")
        .contains(".TP\n\\fB\\-\\-target\\-image\\fR=\\fIIMAGE\\fR\nA UKI (.efi), or a directory")
        .contains(".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n")
        .contains(".TP\n\\fB3\\fR\nrefused; nothing was touched\n");
  }

  @Test
  void keepsQuietAboutWhatIsNotForPeople() {
    assertThat(page).doesNotContain(".SS agent", ".SS man");
  }

  @Test
  void tellsTheOptionsOfAllCommandsOnce() {
    assertThat(page).containsOnlyOnce("\n\\fB\\-h\\fR");
  }

  @Test
  void groffHasNothingToComplainAbout() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
    Path file = Files.writeString(dir.resolve("osswap.1"), page);

    ProcessRunner.Outcome groff =
        new SystemProcessRunner()
            .run(
                List.of("groff", "-man", "-ww", "-Tascii", "-P-cbou", file.toString()),
                Duration.ofMinutes(1));

    assertThat(groff.ok()).isTrue();
    assertThat(groff.err()).isEmpty();
    assertThat(groff.out()).contains("--target-image=IMAGE").contains("EXIT STATUS");
  }
}
