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

  private void configure(String more) throws Exception {
    Path file = SysRoot.at(dir).path(OsswapConfig.PATH);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "[handoff]\naddresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]\n" + more);
  }
}
