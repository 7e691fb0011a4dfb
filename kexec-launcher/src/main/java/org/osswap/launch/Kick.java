package org.osswap.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.launch.boot.Trampoline;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * The start of the successor's first CPU.
 *
 * <p>The incumbent itself sends INIT and SIPI, with its own locking, when it is told to take the CPU online;
 * its trampoline is patched for that moment. It then waits in vain for a CPU that never reports, for about
 * ten seconds, holding the CPU hotplug lock: whatever needs that lock should wait for {@link
 * #awaitOnlineReturned}.
 */
public final class Kick {
  /** From the online write until long mode; milliseconds on a machine that is not overloaded. */
  private static final Duration LONG_MODE_LIMIT = Duration.ofSeconds(8);

  private final int cpu;
  private final Duration took;
  private final CompletableFuture<String> answer;

  private Kick(int cpu, Duration took, CompletableFuture<String> answer) {
    this.cpu = cpu;
    this.took = took;
    this.answer = answer;
  }

  static Kick start(PhysicalMemory memory, CpuHotplug cpus, PartitionPlan plan) {
    for (Cpu each : plan.getCpusList()) {
      if (cpus.isOnline(each.getLogical())) {
        throw failure(
            each.getLogical(), "is online in the incumbent", "Quiesce the partition first.");
      }
    }
    int cpu = plan.getCpus(0).getLogical();
    try (Trampoline trampoline = Trampoline.open(memory, plan)) {
      if (!trampoline.present()) {
        throw failure(cpu, "nothing is loaded in the partition", "Load the target image first.");
      }
      trampoline.rearm();
      long started = System.nanoTime();
      CompletableFuture<String> answer;
      boolean entered;
      TrampolinePatch.apply(memory, plan, trampoline);
      try {
        answer = online(cpus, cpu);
        entered =
            Poll.until(() -> trampoline.inLongMode() || answer.isDone(), LONG_MODE_LIMIT)
                && trampoline.inLongMode();
      } finally {
        TrampolinePatch.restore(memory, trampoline);
      }
      if (!entered) {
        throw failure(
            cpu,
            "did not reach long mode (stage "
                + trampoline.stage()
                + "); the incumbent says: "
                + answer.getNow("nothing yet"),
            "See the incumbent's kernel log; the CPU can be taken online again there.");
      }
      return new Kick(cpu, Duration.ofNanos(System.nanoTime() - started), answer);
    }
  }

  /** From the patch until long mode. */
  public Duration took() {
    return took;
  }

  /** True when the incumbent has given up waiting for the CPU. */
  public boolean onlineReturned() {
    return answer.isDone();
  }

  /**
   * Waits until the incumbent has given up waiting for the CPU, so that its CPU hotplug lock is free.
   *
   * @return what the kernel answered: an input/output error
   * @throws Failure if the CPU has become one of the incumbent's, or the limit has passed
   */
  public String awaitOnlineReturned(Duration limit) {
    String said;
    try {
      said = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure(
          cpu, "the incumbent still waits for it after " + limit.toSeconds() + " s", "Roll back.");
    } catch (ExecutionException e) {
      throw failure(cpu, String.valueOf(e.getCause()), "Roll back.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(cpu, "interrupted", "Run osswap resume.");
    }
    if (said.isEmpty()) {
      throw failure(
          cpu,
          "came up as a CPU of the incumbent",
          "Roll back; the successor does not run, or does not run alone on this CPU.");
    }
    return said;
  }

  /** Completes with the kernel's answer; empty if it reports success. */
  private static CompletableFuture<String> online(CpuHotplug cpus, int cpu) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                cpus.online(cpu);
                answer.complete("");
              } catch (IOException e) {
                answer.complete(CpuHotplug.answer(e));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            },
            "osswap-online-cpu" + cpu);
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  private static Failure failure(int cpu, String reason, String remedy) {
    return new Failure("start the successor", "cpu" + cpu, reason, remedy);
  }
}
