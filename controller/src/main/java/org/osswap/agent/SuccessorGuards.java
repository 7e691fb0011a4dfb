package org.osswap.agent;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.controller.Progress;
import org.osswap.launch.guard.Guards;
import org.osswap.launch.guard.LiftScript;
import org.osswap.proto.PartitionPlan;

/**
 * The guards on the successor, from its agent's start until it has the machine. What lifts them is in a
 * script that the agent's unit runs, however the agent ends.
 */
final class SuccessorGuards {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SysRoot root;
  private final ProcessRunner processes;
  private final Progress progress;

  SuccessorGuards(SysRoot root, ProcessRunner processes, Progress progress) {
    this.root = root;
    this.processes = processes;
    this.progress = progress;
  }

  /**
   * Raises what can be raised, beside the rest of the start; what can't is told. A successor that can't guard
   * itself still can serve.
   */
  void begin(PartitionPlan plan) {
    Thread thread = new Thread(() -> raise(plan), "osswap-guards");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void raise(PartitionPlan plan) {
    LiftScript script = new LiftScript(root);
    Guards guards = new Guards(root, processes);
    attempt(() -> guards.guardCpus(incumbents(plan), script::add, progress::detail));
    attempt(() -> guards.raise(script::add, progress::detail));
  }

  /** This kernel counts the partition's CPUs first: the others are the incumbent's. */
  private static List<Integer> incumbents(PartitionPlan plan) {
    int first = plan.getCpusCount();
    return IntStream.range(first, first + plan.getRemainderCpusCount()).boxed().toList();
  }

  private void attempt(Runnable guard) {
    try {
      guard.run();
    } catch (Failure e) {
      progress.detail("guards: " + e.getMessage() + "; " + e.remedy());
    }
  }

  /** This OS is the only one. */
  synchronized void lift() {
    if (!root.exists(LiftScript.PATH)) {
      return;
    }
    String path = root.path(LiftScript.PATH).toString();
    attempt(() -> processes.run(LIMIT, "sh", path));
    attempt(() -> processes.run(LIMIT, "rm", "-f", path));
    progress.detail("the guards of two systems are lifted");
  }
}
