package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.partition.doctor.Finding;

final class ExaminationTest {
  @TempDir private Path dir;

  @Test
  void faultPointsThatAreOnAreWarnedOf() throws Exception {
    configure("[faults]\nenabled = true\n");

    assertThat(Examination.faults(SysRoot.at(dir)))
        .containsExactly(
            new Finding(
                "faults",
                Finding.Verdict.WARN,
                "fault points are on: for labs only",
                "Remove [faults] from /etc/osswap/osswap.toml."));
  }

  @Test
  void faultPointsThatAreOffAreNoFinding() throws Exception {
    assertThat(Examination.faults(SysRoot.at(dir))).isEmpty();
    configure("");
    assertThat(Examination.faults(SysRoot.at(dir))).isEmpty();
  }

  @Test
  void aDistributionWithoutItsCriuIsFoundBeforeAnythingIsTouched() throws Exception {
    Path criu = Files.createDirectories(dir.resolve("criu"));
    Files.createFile(criu.resolve("MISSING"));

    assertThat(Examination.incomplete(dir))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Finding.Verdict.FAIL);
              assertThat(finding.evidence()).contains("ld-linux-x86-64.so.2 is missing");
            });

    Files.createFile(criu.resolve("ld-linux-x86-64.so.2"));
    Files.write(criu.resolve("criu"), new byte[] {0x7F, 'E', 'L', 'F'});
    assertThat(Examination.incomplete(dir)).isEmpty();
  }

  private void configure(String more) throws Exception {
    Path file = SysRoot.at(dir).path(OsswapConfig.PATH);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "[handoff]\naddresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]\n" + more);
  }
}
