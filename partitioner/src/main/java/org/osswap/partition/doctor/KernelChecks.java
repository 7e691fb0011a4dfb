package org.osswap.partition.doctor;

import com.google.common.collect.ImmutableList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.partition.prepare.KernelParameters;

/** The running kernel: may osswap do what it must do? */
final class KernelChecks {
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+).*");

  /** Since 5.13 a kernel leaves the first MiB alone after boot. */
  private static final int OLDEST = 5 * 1000 + 13;

  private KernelChecks() {}

  static Finding architecture(Patient patient) {
    String machine = patient.said("uname", "-m");
    return Finding.require(
        machine.equals("x86_64"),
        "architecture",
        machine.isEmpty() ? "unknown" : machine,
        "osswap knows x86-64 only.");
  }

  static Finding kernel(Patient patient) {
    String release = patient.machine().getKernelRelease();
    Matcher version = VERSION.matcher(release);
    boolean recent =
        version.matches()
            && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2))
                >= OLDEST;
    return Finding.require(recent, "kernel", release, "Boot Linux 5.13 or newer.");
  }

  static Finding root(Patient patient) {
    String user = patient.said("id", "-u");
    return Finding.require(user.equals("0"), "root", "uid " + user, "Run osswap as root.");
  }

  /** {@code [none] integrity confidentiality}: the one in brackets holds. */
  static Finding lockdown(Patient patient) {
    String modes = patient.root().text("/sys/kernel/security/lockdown").orElse("");
    boolean off = modes.isEmpty() || modes.contains("[none]");
    return Finding.require(
        off,
        "lockdown",
        modes.isEmpty() ? "not built in, or securityfs isn't mounted" : modes,
        "Turn Secure Boot off, or boot without lockdown=.");
  }

  static Finding physicalMemory(Patient patient) {
    return Finding.require(
        patient.root().exists("/dev/mem"),
        "physical-memory",
        patient.root().exists("/dev/mem") ? "/dev/mem is there" : "no /dev/mem",
        "Use a kernel with CONFIG_DEVMEM.");
  }

  /**
   * A kernel that osswap started has no interrupt remapping to turn off, since it was told of none;
   * its panic time-out and its crash kernel have checks of their own.
   */
  static Finding parameters(Patient patient) {
    boolean swapped = patient.machine().getGeneration() > 0;
    ImmutableList<String> missing =
        KernelParameters.missing(patient.parameters()).stream()
            .filter(parameter -> !swapped || parameter.equals(KernelParameters.NO_IPI_BROADCAST))
            .collect(ImmutableList.toImmutableList());
    return Finding.require(
        missing.isEmpty(),
        "kernel-parameters",
        missing.isEmpty() ? "all there" : "missing: " + String.join(" ", missing),
        swapped
            ? "Give the target image this parameter, and swap again."
            : "Run 'osswap prepare', and boot once more.");
  }

  /** panic= can be changed after boot. */
  static Finding panic(Patient patient) {
    String seconds = patient.root().text("/proc/sys/kernel/panic").orElse("");
    return Finding.require(
        seconds.equals("0"),
        "panic",
        "kernel.panic=" + seconds,
        "sysctl kernel.panic=0: else a panic resets the machine under the other system.");
  }

  static Finding kexec(Patient patient) {
    String disabled = patient.root().text("/proc/sys/kernel/kexec_load_disabled").orElse("?");
    return Finding.require(
        disabled.equals("0"),
        "kexec",
        "kernel.kexec_load_disabled=" + disabled,
        "The running system retires through kexec; the setting can't be undone: boot without it.");
  }

  static Finding crashKernel(Patient patient) {
    String size = patient.root().text("/sys/kernel/kexec_crash_size").orElse("0");
    return size.equals("0")
        ? Finding.warn(
            "crash-kernel",
            "nothing is reserved for a crash kernel: a panic of the running system would not stop"
                + " its CPUs",
            "Run 'osswap prepare', and boot once more.")
        : Finding.ok("crash-kernel", size + " bytes reserved");
  }

  static Finding sysrq(Patient patient) {
    String mask = patient.root().text("/proc/sys/kernel/sysrq").orElse("0");
    return mask.equals("0")
        ? Finding.ok("sysrq", "kernel.sysrq=0")
        : Finding.warn(
            "sysrq",
            "kernel.sysrq=" + mask + ": sysrq-b resets the machine, both systems with it",
            "osswap sets it to 0 while two systems run; sysctl kernel.sysrq=0 does so now.");
  }

  /** {@code lockdown,capability,landlock,yama,apparmor,tomoyo,bpf}. */
  static Finding rebootGuard(Patient patient) {
    String modules = patient.root().text("/sys/kernel/security/lsm").orElse("");
    boolean able =
        ("," + modules + ",").contains(",bpf,") && patient.root().exists("/sys/kernel/btf/vmlinux");
    return able
        ? Finding.ok("reboot-guard", "the kernel can refuse reboot(2) to all but osswap")
        : Finding.warn(
            "reboot-guard",
            "security modules in use: "
                + (modules.isEmpty() ? "not known" : modules)
                + ": 'reboot -f' isn't refused while two systems run",
            "Boot with bpf added to lsm=, and a kernel with CONFIG_BPF_LSM and"
                + " CONFIG_DEBUG_INFO_BTF; or see that nobody calls it.");
  }
}
