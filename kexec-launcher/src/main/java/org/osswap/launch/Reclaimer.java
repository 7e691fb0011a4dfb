package org.osswap.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.boot.Trampoline;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * On the incumbent: takes the partition's CPUs back. The incumbent's INIT stops the successor, whatever it
 * was doing. Devices and memory are the quiescer's to undo, after this.
 */
public final class Reclaimer {
  private final PhysicalMemory memory;
  private final CpuHotplug cpus;

  public Reclaimer(PhysicalMemory memory, SysRoot root) {
    this(memory, CpuHotplug.sysfs(root));
  }

  Reclaimer(PhysicalMemory memory, CpuHotplug cpus) {
    this.memory = memory;
    this.cpus = cpus;
  }

  /**
   * Brings every CPU of the partition online, and forgets what was granted. Does no harm when nothing was
   * launched, and may be repeated.
   *
   * @throws Failure if a CPU does not come back; the others have been tried
   */
  public void reclaim(PartitionPlan plan) {
    stop(plan);
    try (GrantPage page = GrantPage.open(memory, plan)) {
      page.reset();
    } catch (Failure nothingLaunched) {
      return;
    }
  }

  /**
   * Brings every CPU of the partition online: when this returns, nothing of the successor runs, or ever
   * will. May be repeated.
   *
   * @throws Failure if a CPU does not come back; the others have been tried
   */
  public void stop(PartitionPlan plan) {
    try (Trampoline trampoline = Trampoline.open(memory, plan)) {
      if (trampoline.present()) {
        TrampolinePatch.restore(memory, trampoline);
      }
    }
    List<String> lost = new ArrayList<>();
    for (Cpu cpu : plan.getCpusList()) {
      String problem = online(cpu.getLogical());
      if (!problem.isEmpty()) {
        lost.add("cpu" + cpu.getLogical() + ": " + problem);
      }
    }
    if (!lost.isEmpty()) {
      throw new Failure(
          "reclaim the partition's CPUs",
          plan.getId(),
          String.join("; ", lost),
          "The successor may still run on them: don't use the partition's memory and devices. Write 1 to"
              + " /sys/devices/system/cpu/cpuN/online, then run osswap rollback again.");
    }
  }

  /** What went wrong; empty if nothing. */
  private String online(int cpu) {
    if (cpus.isOnline(cpu)) {
      return "";
    }
    try {
      cpus.online(cpu);
    } catch (IOException e) {
      return CpuHotplug.answer(e);
    }
    return cpus.isOnline(cpu) ? "" : "the kernel reported success, but it is offline";
  }
}
