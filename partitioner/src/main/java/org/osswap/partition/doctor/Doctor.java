package org.osswap.partition.doctor;

import com.google.common.collect.ImmutableList;
import java.util.function.Function;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Machine;

/** Tells whether a machine can be swapped. Changes nothing. */
public final class Doctor {
  private static final ImmutableList<Function<Patient, Finding>> CHECKS =
      ImmutableList.of(
          HardwareChecks::platform,
          KernelChecks::root,
          KernelChecks::architecture,
          KernelChecks::kernel,
          KernelChecks::lockdown,
          KernelChecks::physicalMemory,
          KernelChecks::parameters,
          KernelChecks::panic,
          KernelChecks::kexec,
          KernelChecks::crashKernel,
          HardwareChecks::interruptRemapping,
          HardwareChecks::apicIds,
          HardwareChecks::hugePages,
          HardwareChecks::ecam,
          HardwareChecks::secondRoot,
          HardwareChecks::cpus,
          HardwareChecks::memory,
          HardwareChecks::lowMemory,
          HardwareChecks::clock,
          HardwareChecks::bootProcessor,
          WatchdogCheck::watchdogs,
          KernelChecks::sysrq,
          KernelChecks::rebootGuard,
          ToolChecks::ip,
          ToolChecks::nft,
          ToolChecks::systemd,
          ToolChecks::criu);

  private Doctor() {}

  /**
   * Examines a machine.
   *
   * @param machine as the inventory read it
   * @return one finding for each check, always the same checks in the same order
   */
  public static ImmutableList<Finding> examine(
      SysRoot root, ProcessRunner runner, Machine machine) {
    Patient patient = Patient.of(root, runner, machine);
    return CHECKS.stream()
        .map(check -> check.apply(patient))
        .collect(ImmutableList.toImmutableList());
  }

  /** True if nothing stands in the way of a swap. */
  public static boolean swappable(ImmutableList<Finding> findings) {
    return findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.FAIL);
  }
}
