package org.osswap.agent;

import java.time.Duration;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.PartitionPlan;

/** The successor's own network link: found by its hardware address, raised with its address. */
final class HandoffLink {
  private static final Duration APPEARS = Duration.ofMinutes(2);
  private static final Duration COMMAND = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 50;
  private static final String STEP = "raise the handoff link";

  private final SysRoot root;
  private final ProcessRunner processes;

  HandoffLink(SysRoot root, ProcessRunner processes) {
    this.root = root;
    this.processes = processes;
  }

  /**
   * Waits for the plan's NIC, brings it up, and gives it the handoff address.
   *
   * @return the NIC's name
   * @throws Failure if the NIC does not appear or can't be configured
   */
  String raise(PartitionPlan plan) {
    String name = await(plan.getNicMac());
    FaultPoint.RAISE_LINK.around(() -> configure(name, plan));
    return name;
  }

  private void configure(String name, PartitionPlan plan) {
    run(name, "ip", "link", "set", "dev", name, "up");
    run(name, "ip", "address", "replace", plan.getHandoffAddress(), "dev", name);
    if (!plan.getGateway().isEmpty()) {
      run(name, "ip", "route", "replace", "default", "via", plan.getGateway(), "dev", name);
    }
  }

  private void run(String name, String... argv) {
    processes
        .run(COMMAND, argv)
        .orFail(STEP, name, "See what else configures " + name + " in the target image.");
  }

  private String await(String mac) {
    long end = System.nanoTime() + APPEARS.toNanos();
    while (System.nanoTime() < end) {
      for (String name : root.list("/sys/class/net")) {
        boolean physical = root.exists("/sys/class/net/" + name + "/device");
        String address = root.text("/sys/class/net/" + name + "/address").orElse("");
        if (physical && address.equalsIgnoreCase(mac)) {
          return name;
        }
      }
      pause();
    }
    throw new Failure(
        STEP,
        mac,
        "no network interface with this address within " + APPEARS.toSeconds() + " s",
        "The target image needs the NIC's driver: see its kernel log.");
  }

  /** The kernel announces a new interface by no file that could be waited on. */
  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(STEP, "waiting", "interrupted", "Start the agent again.");
    }
  }
}
