package org.osswap.partition.quiesce;

import java.util.function.Consumer;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Undo;

/**
 * Frees a partition: PCI first, then memory, CPUs last. So the inverses, which run in reverse
 * order, begin with the CPUs: putting them online is what stops a successor that runs there, and
 * nothing else may be taken back before.
 */
public final class Quiescer {
  private final SysRoot root;
  private final ProcessRunner runner;

  public Quiescer(SysRoot root, ProcessRunner runner) {
    this.root = root;
    this.runner = runner;
  }

  /**
   * Frees the partition. What is free already stays so: it can be called again after a failure.
   *
   * @param undoLog gets each step's inverse before the step acts; it must be persistent when it
   *     returns
   * @param progress a line of text for each step done
   * @throws org.osswap.base.Failure at the first step that can't be done; nothing is undone then
   */
  public void quiesce(PartitionPlan plan, Consumer<Undo> undoLog, Consumer<String> progress) {
    Act act = new Act(root, runner, undoLog, progress);
    FaultPoint.QUIESCE_PCI.around(() -> new PciStep(act).run(plan));
    FaultPoint.QUIESCE_MEMORY.around(() -> new MemoryStep(act).run(plan));
    FaultPoint.QUIESCE_CPUS.around(() -> new CpuStep(act).run(plan.getCpusList()));
  }
}
