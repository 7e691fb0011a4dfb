package org.osswap.partition.quiesce;

import org.osswap.base.Failure;
import org.osswap.handoff.Undos;
import org.osswap.proto.Cpu;

/** Takes the partition's CPUs offline. */
final class CpuStep {
  private static final String STEP = "take a CPU offline";

  private final Act act;

  CpuStep(Act act) {
    this.act = act;
  }

  void run(Iterable<Cpu> cpus) {
    for (Cpu cpu : cpus) {
      offline("cpu" + cpu.getLogical());
    }
  }

  private void offline(String cpu) {
    String file = "/sys/devices/system/cpu/" + cpu + "/online";
    String state =
        act.root()
            .text(file)
            .orElseThrow(
                () ->
                    new Failure(
                        STEP, cpu, "it has no file " + file, "Choose a CPU that can be offlined."));
    act.undoLog().accept(Undos.write("put " + cpu + " online", file, "1"));
    if (state.equals("1")) {
      act.write(
          STEP,
          cpu,
          file,
          "0",
          "See which deadline tasks are bound to it, or what else forbids it in the kernel's log.");
    }
    if (!act.root().text(file).orElse("").equals("0")) {
      throw new Failure(STEP, cpu, "it is still online", "See the kernel's log.");
    }
    act.progress().accept(cpu + " is offline");
  }
}
