package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.launch.link.LinkCounters;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.MemoryLinkPlan;
import org.osswap.proto.PartitionPlan;

/**
 * One side's end of what carries the handoff: the link in memory, if the plan has one and this system can open
 * it, and the NIC. Without the former all goes over the NIC, and it is said why.
 */
public final class LinkEnd implements AutoCloseable {
  private final PartitionPlan plan;
  private final Progress progress;
  private final Optional<MemoryLink> memory;
  private boolean open = true;

  private LinkEnd(PartitionPlan plan, Progress progress, Optional<MemoryLink> memory) {
    this.plan = plan;
    this.progress = progress;
    this.memory = memory;
  }

  /** Opens it: its addresses can be bound. Nothing is received before {@link #start}. */
  public static LinkEnd open(
      PhysicalMemory memory,
      ProcessRunner processes,
      PartitionPlan plan,
      MemoryLink.End end,
      Progress progress) {
    return new LinkEnd(
        plan,
        progress,
        plan.hasMemoryLink()
            ? inMemory(memory, processes, plan.getMemoryLink(), end, progress)
            : Optional.empty());
  }

  private static Optional<MemoryLink> inMemory(
      PhysicalMemory memory,
      ProcessRunner processes,
      MemoryLinkPlan plan,
      MemoryLink.End end,
      Progress progress) {
    try {
      MemoryLink link = MemoryLink.open(memory, processes, plan, end);
      progress.detail(
          "handoff link in memory: "
              + link.name()
              + ", "
              + plan.getIncumbentAddress()
              + " - "
              + plan.getSuccessorAddress());
      return Optional.of(link);
    } catch (Failure e) {
      progress.detail("no handoff link in memory, but the NIC's: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Carries frames from now on. */
  public void start() {
    memory.ifPresent(
        link ->
            link.start(
                failure ->
                    progress.detail(
                        "the handoff link in memory has ended: "
                            + failure.getMessage()
                            + "; what comes next goes over the NIC")));
  }

  /** The agent's addresses, the best first. */
  public ImmutableList<InetAddress> agent() {
    ImmutableList.Builder<InetAddress> addresses = ImmutableList.builder();
    if (memory.isPresent()) {
      addresses.add(address(plan.getMemoryLink().getSuccessorAddress()));
    }
    String cidr = plan.getHandoffAddress();
    int slash = cidr.indexOf('/');
    return addresses.add(address(slash < 0 ? cidr : cidr.substring(0, slash))).build();
  }

  /**
   * Whether this address isn't the best one, while the best one works: the other end of the link in memory
   * has sent something. Two addresses that begin to answer at the same time are a matter of chance.
   */
  public boolean isSecondBest(InetAddress address) {
    return memory.isPresent()
        && !address.equals(agent().get(0))
        && memory.get().counters().framesIn() > 0;
  }

  /** What an address of the agent is reached through, for people. */
  public String way(InetAddress address) {
    return memory.isPresent() && address.equals(agent().get(0)) ? "memory" : "the NIC";
  }

  private static InetAddress address(String text) {
    if (!InetAddresses.isInetAddress(text)) {
      throw new Failure(
          "read the handoff address", text, "is no address", "Correct handoff.addresses.");
    }
    return InetAddresses.forString(text);
  }

  /**
   * Closes it: nothing of it touches the memory any more.
   *
   * @throws Failure if that can't be said
   */
  @Override
  public synchronized void close() {
    if (open) {
      memory.ifPresent(MemoryLink::close);
      open = false;
      memory.map(MemoryLink::counters).ifPresent(this::tell);
    }
  }

  private void tell(LinkCounters counters) {
    progress.detail(
        String.format(
            Locale.ROOT,
            "through memory went %s in %d frames, and came %s in %d; %d dropped, %d times damaged",
            Extents.amount(counters.bytesOut()),
            counters.framesOut(),
            Extents.amount(counters.bytesIn()),
            counters.framesIn(),
            counters.drops(),
            counters.resets()));
  }
}
