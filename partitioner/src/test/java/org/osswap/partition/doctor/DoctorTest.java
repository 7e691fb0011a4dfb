package org.osswap.partition.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.partition.Trees;
import org.osswap.partition.doctor.Finding.Verdict;

final class DoctorTest {
  @TempDir Path dir;
  private Path tree;

  @BeforeEach
  void copyTree() throws IOException {
    tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    for (String there : new String[] {"dev/mem", "usr/sbin/ip", "usr/sbin/nft"}) {
      Files.createDirectories(tree.resolve(there).getParent());
      Files.createFile(tree.resolve(there));
    }
    Files.createDirectories(tree.resolve("run/systemd/system"));
  }

  private ImmutableList<Finding> examine() {
    return Doctor.examine(SysRoot.at(tree), Trees.programs(tree), Trees.machine(tree));
  }

  private Finding finding(String check) {
    return examine().stream().filter(f -> f.check().equals(check)).findFirst().orElseThrow();
  }

  @Test
  void aPreparedLabMachineCanBeSwapped() {
    assertThat(examine()).filteredOn(f -> f.verdict() == Verdict.FAIL).isEmpty();
    assertThat(Doctor.swappable(examine())).isTrue();
  }

  @Test
  void whateverIsNotOkNamesARemedy() {
    assertThat(examine())
        .filteredOn(f -> f.verdict() != Verdict.OK)
        .allSatisfy(f -> assertThat(f.remedy()).isNotBlank());
  }

  @Test
  void missingParametersAreNamedWithPrepareAsTheRemedy() throws IOException {
    Files.writeString(tree.resolve("proc/cmdline"), "quiet panic=0\n");

    Finding finding = finding("kernel-parameters");

    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.evidence()).contains("no_ipi_broadcast=1", "intremap=off", "crashkernel");
    assertThat(finding.remedy()).contains("osswap prepare");
    assertThat(finding("partition-memory").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void lockdownAndAMissingDevMemFail() throws IOException {
    Files.createDirectories(tree.resolve("sys/kernel/security"));
    Files.writeString(
        tree.resolve("sys/kernel/security/lockdown"), "none [integrity] confidentiality\n");
    Files.delete(tree.resolve("dev/mem"));

    assertThat(finding("lockdown").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding("physical-memory").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void interruptRemappingInTheKernelsLogFails() throws IOException {
    Files.writeString(
        tree.resolve("captured/dmesg"),
        "[    0.5] DMAR-IR: Enabled IRQ remapping in x2apic mode\n[ 1.0] tsc: Detected 1.000 MHz TSC\n");

    assertThat(finding("interrupt-remapping").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void unknownFirmwareIsAWarningAboutTheBootProcessor() throws IOException {
    Files.writeString(tree.resolve("sys/class/dmi/id/bios_vendor"), "ACME\n");

    assertThat(finding("boot-processor").verdict()).isEqualTo(Verdict.WARN);
  }
}
