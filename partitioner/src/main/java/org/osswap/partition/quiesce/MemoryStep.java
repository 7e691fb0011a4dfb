package org.osswap.partition.quiesce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import java.time.Duration;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.partition.inventory.MemoryBlocks;
import org.osswap.partition.inventory.MemoryBlocks.Block;
import org.osswap.partition.inventory.ResourceTree;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;

/** Frees the partition's memory, in the way that its kind needs, and verifies that nobody has it. */
final class MemoryStep {
  private static final Duration BLOCK_LIMIT = Duration.ofSeconds(60);
  private static final Duration EJECT_LIMIT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;
  private static final String KMEM = "/sys/bus/dax/drivers/kmem";

  private final Act act;

  MemoryStep(Act act) {
    this.act = act;
  }

  void run(PartitionPlan plan) {
    for (Memory memory : plan.getQuiesceMemoryList()) {
      switch (memory.getKind()) {
        case RESERVED -> {}
        case SOFT_RESERVED -> unbind(memory);
        case HOT_ADDED -> eject(memory, plan);
        default ->
            throw new Failure(
                "free memory",
                Extents.describe(memory.getExtent()),
                "it is " + memory.getKind(),
                "Make a new plan.");
      }
    }
    verify(plan);
  }

  private void unbind(Memory memory) {
    String device = memory.getDevice();
    if (!act.root().exists(KMEM + "/" + device)) {
      return;
    }
    ImmutableList<Block> blocks =
        MemoryBlocks.within(act.root(), Extents.set(memory.getExtent()));
    recordOnline(blocks);
    act.undoLog()
        .accept(Undos.write("give " + device + " back to kmem", KMEM + "/bind", device));
    offline(blocks);
    act.write(
        "take memory from kmem",
        device,
        KMEM + "/unbind",
        device,
        "See the kernel's log for the memory block that stayed.");
    act.progress().accept(device + " is free");
  }

  private void eject(Memory memory, PartitionPlan plan) {
    String device = memory.getDevice();
    ImmutableList<Block> blocks = blocks(device);
    if (blocks.isEmpty()) {
      return;
    }
    if (plan.getMachine().getGeneration() == 0) {
      throw new Failure(
          "eject memory",
          device,
          "this system was booted by firmware, which would take the memory away",
          "Make a new plan.");
    }
    recordOnline(blocks);
    act.undoLog().accept(AcpiDevice.grant(act.root(), device));
    offline(blocks);
    act.write(
        "eject memory",
        device,
        AcpiDevice.directory(device) + "/eject",
        "1",
        "See the kernel's log.");
    if (!Poll.until(() -> blocks(device).isEmpty(), EJECT_LIMIT)) {
      throw new Failure(
          "eject memory", device, blocks(device).size() + " blocks stay", "See the kernel's log.");
    }
    act.progress().accept(device + " is ejected");
  }

  private ImmutableList<Block> blocks(String device) {
    return MemoryBlocks.read(act.root()).stream()
        .filter(block -> block.device().equals(Optional.of(device)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Undone after the memory has come back; it may be online by then, by the kernel's own policy. */
  private void recordOnline(ImmutableList<Block> blocks) {
    for (Block block : blocks) {
      if (!block.state().equals("offline")) {
        act.undoLog()
            .accept(
                Undos.write(
                    "put " + block.name() + " online", block.path() + "/state", "online_movable"));
      }
    }
  }

  /** Highest first, so that what is migrated doesn't move into the next block. */
  private void offline(ImmutableList<Block> blocks) {
    for (Block block : blocks.reverse()) {
      ProcessRunner.Outcome outcome = null;
      for (int i = 0; i < ATTEMPTS && !isOffline(block); i++) {
        outcome = act.writeWithin(BLOCK_LIMIT, block.path() + "/state", "offline");
      }
      if (!isOffline(block)) {
        throw held(block, outcome);
      }
    }
    act.progress().accept(blocks.size() + " memory blocks are offline");
  }

  private boolean isOffline(Block block) {
    return act.root().text(block.path() + "/state").orElse("offline").equals("offline");
  }

  /** EBUSY says nothing; the zone tells whether the kernel's own data can be in the way. */
  private Failure held(Block block, ProcessRunner.Outcome outcome) {
    String said =
        outcome == null
            ? "not tried"
            : outcome.timedOut()
                ? "pages could not be moved within " + BLOCK_LIMIT.toSeconds() + " s"
                : outcome.err().strip();
    boolean movable = block.zones().startsWith("Movable");
    return new Failure(
        "take memory offline",
        block.name() + " (" + Extents.describe(Extents.of(block.range())) + ")",
        said
            + (movable
                ? ": pages that are pinned (long-term DMA, io_uring, RDMA) or locked"
                : ": it is in zone '" + block.zones() + "', where the kernel's own data may be"),
        movable
            ? "Stop what pins pages there, and see 'page dumped because' in the kernel's log."
            : "Boot with memhp_default_state=online_movable, so that hot-added memory stays free of"
                + " kernel data.");
  }

  private void verify(PartitionPlan plan) {
    SysRoot root = act.root();
    ImmutableRangeSet<Long> partition = Extents.set(plan.getMemoryList());
    // The kernel removes an ejected block from sysfs a moment before it lets go of the range.
    boolean ejected =
        plan.getQuiesceMemoryList().stream().anyMatch(m -> m.getKind() == Memory.Kind.HOT_ADDED);
    if (!Poll.until(() -> used(root, partition).isEmpty(), ejected ? EJECT_LIMIT : Duration.ZERO)) {
      throw new Failure(
          "free memory",
          Extents.describe(partition),
          "the running kernel still uses " + Extents.describe(used(root, partition)),
          "Make a new plan, and see the kernel's log.");
    }
    act.progress().accept("memory is free: " + Extents.describe(partition));
  }

  private static ImmutableRangeSet<Long> used(SysRoot root, ImmutableRangeSet<Long> partition) {
    return ResourceTree.memory(root).systemRam().intersection(partition);
  }
}
