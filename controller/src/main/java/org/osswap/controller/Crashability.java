package org.osswap.controller;

import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.BootProcessor;
import org.osswap.partition.prepare.KernelParameters;
import org.osswap.proto.Arming;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Problem;

/** Whether this OS can end in the ways that an armed successor is to notice. Touches nothing. */
final class Crashability {
  private static final String STEP = "arm a successor";
  private static final String SIZE = "/sys/kernel/kexec_crash_size";
  private static final String LOADED = "/sys/kernel/kexec_crash_loaded";

  private Crashability() {}

  /**
   * What is agreed on with the successor.
   *
   * @throws Failure with everything that stands in the way
   */
  static Arming.Builder agree(
      SysRoot root, PartitionPlan plan, ArmWish wish, OsswapConfig.Arm config) {
    List<Problem> problems = new ArrayList<>();
    if (wish.crashKernel()) {
      crashKernel(root).forEach(failure -> problems.add(failure.toProblem()));
    }
    if (wish.hangs()) {
      BootProcessor.unfenceable(plan)
          .map(
              why ->
                  new Failure(
                      STEP,
                      "takeover after a hang",
                      why,
                      "Have the successor act on a panic alone: --panic-only."))
          .ifPresent(failure -> problems.add(failure.toProblem()));
    }
    if (!wish.crashKernel() && !wish.hangs()) {
      problems.add(
          new Failure(
                  STEP,
                  "options",
                  "with neither a crash kernel nor a limit of silence the successor would never act",
                  "Leave out --without-crash-kernel or --panic-only.")
              .toProblem());
    }
    if (!problems.isEmpty()) {
      throw Refusals.together(problems);
    }
    return Arming.newBuilder()
        .setCrashKernel(wish.crashKernel())
        .setHangLimitMillis(wish.hangs() ? (int) config.hangLimit().toMillis() : 0);
  }

  private static List<Failure> crashKernel(SysRoot root) {
    if (root.text(SIZE).orElse("0").equals("0")) {
      return List.of(noCrashKernel());
    }
    if (!root.text(LOADED).orElse("0").equals("0")) {
      return List.of(
          new Failure(
              STEP,
              LOADED,
              "a kernel for crash dumps is loaded, and there is room for one only",
              "Unload it ('kdump-config unload', or 'kexec -p -u'), or arm with --without-crash-kernel: a"
                  + " panic is then noticed by the silent heart alone."));
    }
    return List.of();
  }

  static Failure noCrashKernel() {
    return new Failure(
        STEP,
        SIZE,
        "nothing is reserved for a crash kernel, so a panic could not park this OS",
        "Boot once with "
            + KernelParameters.CRASH_KERNEL
            + " ('osswap prepare' writes it; a successor gets it by handoff.command_line), or arm with"
            + " --without-crash-kernel: a panic is then noticed by the silent heart alone.");
  }
}
