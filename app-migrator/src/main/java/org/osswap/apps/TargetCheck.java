package org.osswap.apps;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppVerdict;
import org.osswap.proto.FileDescription;
import org.osswap.proto.Problem;

/** Would an application run on this successor? Answers on the successor; touches nothing. */
public final class TargetCheck {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ImmutableSet<String> PROGRAMS =
      ImmutableSet.of("nft", "ip", "nsenter", "systemd-run", "mount", "umount");

  /** Flags that a kernel adds to the CPU's own: a different kernel has others. */
  private static final ImmutableSet<String> KERNEL_FLAGS =
      ImmutableSet.of(
          "constant_tsc", "nonstop_tsc", "arch_perfmon", "rep_good", "nopl", "xtopology", "cpuid",
          "tsc_known_freq", "tsc_reliable", "pti", "ssbd", "ibrs", "ibpb", "stibp", "ibrs_enhanced",
          "retpoline", "hypervisor", "aperfmperf", "pebs", "bts", "art", "user_shstk", "svm_lock",
          "vmmcall", "vnmi", "tsc_adjust", "nodeid_msr", "apicv", "ept", "vpid", "tpr_shadow",
          "flexpriority", "amd_dcm", "extd_apicid", "k8", "split_lock_detect", "bus_lock_detect");

  private final SysRoot root;
  private final ProcessRunner runner;
  private final CriuTool criu;

  public TargetCheck(CriuTool criu, SysRoot root, ProcessRunner runner) {
    this.criu = criu;
    this.root = root;
    this.runner = runner;
  }

  /** All problems of one application. */
  public AppVerdict check(AppDescription app) {
    AppVerdict.Builder verdict = AppVerdict.newBuilder().setApp(app.getName());
    checkCriu(app, verdict);
    checkCpu(app, verdict);
    checkPrograms(verdict);
    checkMemory(app, verdict);
    checkAddress(app, verdict);
    checkFiles(app, verdict);
    return verdict.setMovable(verdict.getProblemsCount() == 0).build();
  }

  private void checkCriu(AppDescription app, AppVerdict.Builder verdict) {
    String here = criu.version(runner);
    if (!app.getCriuVersion().isEmpty() && !app.getCriuVersion().equals(here)) {
      add(verdict, "CRIU is " + here + " here and " + app.getCriuVersion() + " on the incumbent",
          "Use the same osswap distribution on both sides.");
    }
  }

  private void checkCpu(AppDescription app, AppVerdict.Builder verdict) {
    var missing =
        Sets.difference(
            Sets.difference(ImmutableSet.copyOf(app.getCpuFlagsList()), CpuFlags.read(root)), KERNEL_FLAGS);
    if (!missing.isEmpty()) {
      add(verdict, "the target's kernel doesn't offer the CPU features " + String.join(" ", missing),
          "Remove clearcpuid=, nosmap and the like from its command line.");
    }
  }

  private void checkPrograms(AppVerdict.Builder verdict) {
    for (String program : PROGRAMS) {
      boolean there =
          List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
              .anyMatch(folder -> root.exists(folder + program));
      if (!there) {
        add(verdict, "the target has no program " + program,
            "Build the target image with nftables, iproute2, util-linux and systemd.");
      }
    }
  }

  private void checkMemory(AppDescription app, AppVerdict.Builder verdict) {
    long available =
        root.lines("/proc/meminfo").stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .map(line -> Splitter.onPattern("\\s+").splitToList(line).get(1))
            .mapToLong(kib -> Long.parseLong(kib) * 1024)
            .findFirst()
            .orElse(0);
    long files = app.getFilesList().stream().mapToLong(FileDescription::getSize).sum();
    // The images and what is restored from them are both there for a while.
    long needed = 2 * app.getMemory() + files;
    if (needed > available) {
      add(verdict, "it needs " + mebibytes(needed) + " and " + mebibytes(available) + " are available",
          "Give the partition more memory: --memory.");
    }
  }

  private void checkAddress(AppDescription app, AppVerdict.Builder verdict) {
    if (app.getAddress().isEmpty()) {
      return;
    }
    try {
      if (ServiceAddress.present(runner, app.getAddress()).isPresent()) {
        add(verdict, "the target has the service address " + app.getAddress() + " already",
            "Take it out of the target's network configuration.");
      }
      ServiceAddress.wanted(runner, app.getAddress());
    } catch (Failure e) {
      verdict.addProblems(e.toProblem());
    }
    String listening =
        runner.run(LIMIT, "ss", "-ltnH").orFail("check an application", "ports", "Install iproute2.").out();
    for (int port : app.getPortsList()) {
      for (String line : Splitter.on('\n').omitEmptyStrings().split(listening)) {
        String local = Splitter.onPattern("\\s+").splitToList(line).get(3);
        if (local.equals("0.0.0.0:" + port) || local.equals("*:" + port) || local.equals("[::]:" + port)) {
          add(verdict, "something on the target listens on every address at port " + port,
              "Let it listen on one address, or disable it in the target image.");
          break;
        }
      }
    }
  }

  /** A file whose folder is something else here can't be laid over it. */
  private void checkFiles(AppDescription app, AppVerdict.Builder verdict) {
    AppRoot here = new AppRoot(root.path("/"));
    for (FileDescription file : app.getFilesList()) {
      boolean folder = file.getKind() == FileDescription.Kind.DIRECTORY;
      if (folder && here.isRegular(file.getPath())) {
        add(verdict, file.getPath() + " is a folder there and a file here",
            "Use a target image with the same layout of folders.");
      }
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private static void add(AppVerdict.Builder verdict, String cause, String remedy) {
    verdict.addProblems(
        Problem.newBuilder()
            .setStep("check an application on the target")
            .setObject(verdict.getApp())
            .setCause(cause)
            .setRemedy(remedy));
  }
}
