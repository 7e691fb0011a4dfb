package org.osswap.partition.doctor;

import java.time.Duration;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.proto.Machine;

/** What the checks look at. */
record Patient(
    SysRoot root,
    ProcessRunner runner,
    Machine machine,
    KernelCommandLine parameters,
    String kernelLog) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  static Patient of(SysRoot root, ProcessRunner runner, Machine machine) {
    return new Patient(root, runner, machine, KernelCommandLine.read(root), log(runner));
  }

  private static String log(ProcessRunner runner) {
    try {
      return runner.run(LIMIT, "dmesg").out();
    } catch (Failure e) {
      return "";
    }
  }

  /** What a program says; empty if there is none. */
  String said(String... argv) {
    try {
      ProcessRunner.Outcome outcome = runner.run(LIMIT, argv);
      return outcome.ok() ? outcome.out().strip() : "";
    } catch (Failure e) {
      return "";
    }
  }
}
