package org.osswap.partition.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.partition.Trees;
import org.osswap.partition.doctor.Finding.Verdict;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;

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

  private void assertFinding(String check, Verdict verdict, String evidence, String remedy) {
    Finding finding = finding(check);
    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(verdict);
    assertThat(finding.evidence()).contains(evidence);
    assertThat(finding.remedy()).contains(remedy);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(tree.resolve(path).getParent());
    Files.writeString(tree.resolve(path), text);
  }

  /** A finding about a machine that differs from the captured one. */
  private Finding about(Machine machine, String check) {
    return Doctor.examine(SysRoot.at(tree), Trees.programs(tree), machine).stream()
        .filter(f -> f.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  /** A finding where this program answers something else. */
  private Finding where(String program, String out, String check) {
    ProcessRunner captured = Trees.programs(tree);
    ProcessRunner programs =
        new ProcessRunner() {
          @Override
          public Outcome run(List<String> argv, Duration limit) {
            return run(argv, "", limit);
          }

          @Override
          public Outcome run(List<String> argv, String input, Duration limit) {
            return String.join(" ", argv).equals(program)
                ? new Outcome(argv, 0, out, "", false)
                : captured.run(argv, input, limit);
          }
        };
    return Doctor.examine(SysRoot.at(tree), programs, Trees.machine(tree)).stream()
        .filter(f -> f.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static void assertFails(Finding finding, String evidence, String remedy) {
    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
    assertThat(finding.evidence()).contains(evidence);
    assertThat(finding.remedy()).contains(remedy);
  }

  @Test
  void everyCheckHasItsNameAndAnEvidenceAlwaysInTheSameOrder() {
    assertThat(examine())
        .extracting(Finding::check)
        .containsExactly(
            "platform", "root", "architecture", "kernel", "lockdown", "physical-memory",
            "kernel-parameters", "panic", "kexec", "crash-kernel", "interrupt-remapping",
            "apic-ids", "huge-pages", "config-space", "second-pci-root", "cpus",
            "partition-memory", "low-memory", "clock", "boot-processor", "watchdogs", "sysrq", "reboot-guard",
            "ip", "nft", "systemd", "criu");
    assertThat(examine()).allSatisfy(f -> assertThat(f.evidence()).isNotBlank());
    assertThat(finding("platform").evidence()).contains("qemu", "4 CPUs", "2 PCI roots");
  }

  @Test
  void anOrdinaryUserIsToldToBeRoot() {
    assertFails(where("id -u", "1000\n", "root"), "uid 1000", "Run osswap as root.");
  }

  @Test
  void anotherArchitectureFails() {
    assertFails(where("uname -m", "aarch64\n", "architecture"), "aarch64", "x86-64 only");
  }

  @Test
  void aKernelBefore513Fails() {
    Machine.Builder machine = Trees.machine(tree).toBuilder();
    for (String old : new String[] {"5.10.0-28-amd64", "4.19.0", "unknown"}) {
      assertFails(about(machine.setKernelRelease(old).build(), "kernel"), old, "Linux 5.13");
    }
    for (String recent : new String[] {"5.13.0", "6.1.0-41-amd64", "7.2+deb14-amd64", "10.0"}) {
      assertThat(about(machine.setKernelRelease(recent).build(), "kernel").verdict())
          .isEqualTo(Verdict.OK);
    }
  }

  @Test
  void lockdownAndDevMemNameTheirRemedies() throws IOException {
    write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
    Files.delete(tree.resolve("dev/mem"));
    assertFinding("lockdown", Verdict.FAIL, "[integrity]", "Secure Boot");
    assertFinding("physical-memory", Verdict.FAIL, "no /dev/mem", "CONFIG_DEVMEM");

    write("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
    assertFinding("lockdown", Verdict.OK, "[none]", "");
  }

  @Test
  void aSystemThatWasSwappedInNeedsOnlyItsOwnParameter() throws IOException {
    Machine swapped = Trees.machine(tree).toBuilder().setGeneration(1).build();
    write("proc/cmdline", "no_ipi_broadcast=1 quiet\n");
    assertThat(about(swapped, "kernel-parameters").verdict()).isEqualTo(Verdict.OK);

    write("proc/cmdline", "quiet\n");
    assertFails(
        about(swapped, "kernel-parameters"), "missing: no_ipi_broadcast=1", "Give the target image");
  }

  @Test
  void aPanicThatResetsTheMachineFails() throws IOException {
    assertFinding("panic", Verdict.OK, "kernel.panic=0", "");
    write("proc/sys/kernel/panic", "10\n");
    assertFinding("panic", Verdict.FAIL, "kernel.panic=10", "sysctl kernel.panic=0");
  }

  @Test
  void kexecThatIsTurnedOffFails() throws IOException {
    assertFinding("kexec", Verdict.OK, "kexec_load_disabled=0", "");
    write("proc/sys/kernel/kexec_load_disabled", "1\n");
    assertFinding("kexec", Verdict.FAIL, "kexec_load_disabled=1", "boot without it");
  }

  @Test
  void withoutACrashKernelAPanicIsAWarning() throws IOException {
    assertFinding("crash-kernel", Verdict.OK, "bytes reserved", "");
    write("sys/kernel/kexec_crash_size", "0\n");
    assertFinding("crash-kernel", Verdict.WARN, "nothing is reserved", "osswap prepare");
  }

  @Test
  void sysrqAndWatchdogsAreWarnings() throws IOException {
    write("proc/sys/kernel/sysrq", "0\n");
    assertFinding("sysrq", Verdict.OK, "kernel.sysrq=0", "");
    assertFinding("watchdogs", Verdict.OK, "no hardware watchdog", "");

    write("proc/sys/kernel/sysrq", "438\n");
    Files.createDirectories(tree.resolve("sys/class/watchdog/watchdog0"));
    assertFinding("sysrq", Verdict.WARN, "kernel.sysrq=438", "sysctl kernel.sysrq=0");
    assertFinding("watchdogs", Verdict.WARN, "watchdog0", "nobody feeds it");
  }

  @Test
  void aKernelThatCanNotRefuseAForcedRebootIsWarnedOf() throws IOException {
    assertFinding("reboot-guard", Verdict.WARN, "'reboot -f' isn't refused", "lsm=");

    write("sys/kernel/security/lsm", "lockdown,capability,landlock,yama,apparmor,tomoyo,bpf\n");
    write("sys/kernel/btf/vmlinux", "x");
    assertFinding("reboot-guard", Verdict.OK, "can refuse reboot(2)", "");
  }

  @Test
  void aWatchdogThatIsArmedFailsSinceNobodyFeedsItWhileTheMachineChangesHands()
      throws IOException {
    write("sys/class/watchdog/watchdog0/identity", "iTCO_wdt\n");
    write("sys/class/watchdog/watchdog0/timeout", "30\n");
    write("sys/class/watchdog/watchdog0/nowayout", "0\n");
    write("sys/class/watchdog/watchdog0/state", "inactive\n");
    assertFinding("watchdogs", Verdict.OK, "watchdog0 (iTCO_wdt, 30 s): not armed", "");

    write("sys/class/watchdog/watchdog0/state", "active\n");
    assertFinding("watchdogs", Verdict.FAIL, "armed: watchdog0", "RuntimeWatchdogSec=off");

    write("sys/class/watchdog/watchdog0/nowayout", "1\n");
    assertFinding("watchdogs", Verdict.FAIL, "armed: watchdog0", "boot once more");
  }

  @Test
  void interruptRemappingOfEitherVendorAndAnIommuInUseFail() throws IOException {
    assertFinding("interrupt-remapping", Verdict.OK, "no IOMMU in use, intremap=off", "");
    write("captured/dmesg", "[    0.7] AMD-Vi: Interrupt remapping enabled\n");
    assertFinding(
        "interrupt-remapping", Verdict.FAIL, "AMD-Vi: Interrupt remapping enabled", "intremap=off");
    write("captured/dmesg", "");
    Files.createDirectories(tree.resolve("sys/class/iommu/dmar0"));
    assertFinding("interrupt-remapping", Verdict.FAIL, "IOMMU dmar0 is in use", "intel_iommu=off");
  }

  @Test
  void apicIdsMustFitIntoEightBits() {
    assertFinding("apic-ids", Verdict.OK, "the highest is 3", "");
    Machine.Builder machine = Trees.machine(tree).toBuilder();
    machine.getCpusBuilder(3).setApicId(254);
    assertFails(about(machine.build(), "apic-ids"), "the highest is 254", "hyper-threading");
    assertFails(about(machine.clearCpus().build(), "apic-ids"), "none is known", "hyper-threading");
  }

  @Test
  void everyCpuMustHavePagesOf1GiB() throws IOException {
    assertFinding("huge-pages", Verdict.OK, "1 GiB pages", "");
    String info = Files.readString(tree.resolve("proc/cpuinfo"));
    write("proc/cpuinfo", info.replaceFirst(" pdpe1gb ", " "));
    assertFinding("huge-pages", Verdict.FAIL, "no 1 GiB pages", "too old");
  }

  @Test
  void configSpaceMustBeMapped() throws IOException {
    assertFinding("config-space", Verdict.OK, "ECAM at 0xb0000000", "");
    Machine none = Trees.machine(tree).toBuilder().clearEcam().build();
    assertFails(about(none, "config-space"), "no MCFG table", "MMCONFIG");
  }

  @Test
  void thePartsOfAPlanAreJudgedAsThePlannerWould() {
    assertFinding("second-pci-root", Verdict.OK, "ens2 (52:54:00:77:00:0b) below root 0000:40", "");
    assertFinding("cpus", Verdict.OK, "can be freed: 2-3", "");
    assertFinding("partition-memory", Verdict.OK, "0x100000000", "");
    assertFinding("low-memory", Verdict.OK, "is free", "");

    Machine.Builder machine = Trees.machine(tree).toBuilder();
    assertFails(
        about(machine.clone().removeNics(1).build(), "second-pci-root"), "enp1s0", "below a PCI root");
    assertFails(
        about(machine.clone().clearMemory().build(), "partition-memory"), "can be freed",
        "osswap prepare");
    assertFails(about(machine.clone().clearLowMemory().build(), "low-memory"), "", ".");
    Cpu first = machine.getCpus(0);
    assertFails(
        about(machine.clone().clearCpus().addCpus(first).build(), "cpus"), "no core can be freed",
        "besides the one");
  }

  @Test
  void aCpuWithoutHotplugFails() throws IOException {
    Files.delete(tree.resolve("sys/devices/system/cpu/cpu2/online"));

    assertFinding("cpus", Verdict.FAIL, "CPUs 2: they have no file 'online'", "CONFIG_HOTPLUG_CPU");
  }

  @Test
  void theTimeStampCounterMustBeKnownAndStable() throws IOException {
    assertFinding("clock", Verdict.OK, "clock source tsc", "");
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    assertFinding("clock", Verdict.WARN, "clock source hpet", "kernel's log");

    Machine unknown = Trees.machine(tree).toBuilder().setTscKhz(0).build();
    assertFails(about(unknown, "clock"), "frequency is unknown", "tsc_early_khz=N");
    write(
        "captured/dmesg",
        Files.readString(tree.resolve("captured/dmesg")) + "[ 9.1] tsc: Marking TSC unstable due to x\n");
    assertFinding("clock", Verdict.FAIL, "unstable", "tsc=reliable");
  }

  @Test
  void firmwareThatGivesTheBootProcessorBackIsKnown() {
    assertFinding("boot-processor", Verdict.OK, "comes back after INIT", "");
  }

  @Test
  void missingToolsAreNamedWithTheirPackages() throws IOException {
    Files.delete(tree.resolve("usr/sbin/ip"));
    Files.delete(tree.resolve("usr/sbin/nft"));
    Files.delete(tree.resolve("run/systemd/system"));

    assertFinding("ip", Verdict.FAIL, "not found", "Install iproute2.");
    assertFinding("nft", Verdict.FAIL, "not found", "Install nftables.");
    assertFinding("systemd", Verdict.FAIL, "not running", "boot with systemd");
  }

  @Test
  void anInstalledCriuIsAWarning() throws IOException {
    assertFinding("criu", Verdict.OK, "none installed", "");
    write("usr/sbin/criu", "");
    Finding finding = where("criu --version", "Version: 3.17.1\n", "criu");
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.evidence()).contains("3.17.1");
    assertThat(finding.remedy()).contains("don't run another one");
  }
}
