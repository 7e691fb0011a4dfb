package org.osswap.launch.acpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner.Outcome;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.Plans;

/** The namespace as ACPI's reference compiler (acpica-tools) reads it. */
final class IaslTest {
  @TempDir Path dir;

  @Test
  void theReferenceCompilerReadsTheNamespaceAsItIsMeant() throws Exception {
    String source = disassemble(AcpiTables.table("DSDT", 2, Dsdt.terms(Plans.q35())));

    assertThat(body(source)).isEqualTo(resource("q35.dsl"));
  }

  @Test
  void whatIsDisassembledCompilesAgainWithoutErrorsToTheSameBytes() throws Exception {
    byte[] table = AcpiTables.table("DSDT", 2, Dsdt.terms(Plans.q35()));
    disassemble(table);

    Outcome compiled = iasl("-oa", "-p", "again", "dsdt.dsl");

    assertThat(compiled.out() + compiled.err()).contains("0 Errors, 0 Warnings");
    byte[] again = Files.readAllBytes(dir.resolve("again.aml"));
    assertThat(java.util.Arrays.copyOfRange(again, 36, again.length))
        .isEqualTo(java.util.Arrays.copyOfRange(table, 36, table.length));
  }

  private String disassemble(byte[] table) throws Exception {
    Files.write(dir.resolve("dsdt.aml"), table);
    Outcome outcome = iasl("-d", "dsdt.aml");
    assertThat(outcome.ok()).as(outcome.err()).isTrue();
    assertThat(outcome.err()).doesNotContainIgnoringCase("error").doesNotContainIgnoringCase("warning");
    return Files.readString(dir.resolve("dsdt.dsl"));
  }

  private Outcome iasl(String... arguments) {
    return new SystemProcessRunner()
        .run(
            Duration.ofSeconds(20),
            "sh",
            "-c",
            "cd '" + dir + "' && iasl " + String.join(" ", arguments));
  }

  /** Without the comments at the head, which name versions and checksums. */
  private static String body(String source) {
    return source.substring(source.indexOf("DefinitionBlock")).strip();
  }

  private static String resource(String name) throws Exception {
    try (var stream = IaslTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }
  }
}
