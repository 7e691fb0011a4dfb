package org.osswap.launch;

import java.io.IOException;
import java.time.Duration;
import org.osswap.base.Extents;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/** Has the kernel hot-add the remainder's memory: as memory that can be taken offline again, but for what the plan leaves to the kernel. */
final class MemoryTakeover {
  private static final String MEMORY = "/sys/devices/system/memory/";

  private final SysRoot root;
  private final Takeover.Hotplug hotplug;
  private final Takeover.Limits limits;

  MemoryTakeover(SysRoot root, Takeover.Hotplug hotplug, Takeover.Limits limits) {
    this.root = root;
    this.hotplug = hotplug;
    this.limits = limits;
  }

  void run(PartitionPlan plan, Takeover.Ledger ledger) {
    for (int i = 0; i < plan.getRemainderMemoryCount(); i++) {
      Extent extent = plan.getRemainderMemory(i);
      try {
        take(plan, i);
        ledger.taken("memory", Extents.describe(extent), "online, " + zone(plan, extent));
      } catch (IOException e) {
        ledger.left("memory", Extents.describe(extent), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Grants a range, and returns when all of it is online. */
  void take(PartitionPlan plan, int index) throws IOException {
    Extent extent = plan.getRemainderMemory(index);
    long block =
        root.text(MEMORY + "block_size_bytes")
            .map(text -> Long.parseLong(text, 16))
            .orElseThrow(() -> new IOException("this kernel has no memory hotplug"));
    if (extent.getStart() % block != 0 || extent.getEnd() % block != 0) {
      throw new IOException(
          "not aligned to this kernel's memory blocks of " + (block >> 20) + " MiB");
    }
    root.write(MEMORY + "auto_online_blocks", "online_" + zone(plan, extent));
    hotplug.grantMemory(plan.getRemainderRootsCount(), index);
    Duration limit = limits.device().plus(limits.perGigabyte().multipliedBy(gigabytes(extent)));
    if (!Poll.until(() -> offline(extent, block) == 0, limit)) {
      long offline = offline(extent, block);
      if (offline == Extents.size(extent) / block) {
        hotplug.withdrawMemory(index);
      }
      throw new IOException(
          offline
              + " of "
              + Extents.size(extent) / block
              + " blocks did not come online within "
              + limit.toSeconds()
              + " s");
    }
  }

  /** Only movable memory can be ejected again, for the next swap. */
  private static String zone(PartitionPlan plan, Extent extent) {
    return extent.equals(plan.getKernelMemory()) ? "kernel" : "movable";
  }

  private static long gigabytes(Extent extent) {
    return (Extents.size(extent) >> 30) + 1;
  }

  /** How many blocks of the range are not online. */
  private long offline(Extent extent, long block) {
    long count = 0;
    for (long number = extent.getStart() / block; number < extent.getEnd() / block; number++) {
      if (!root.text(MEMORY + "memory" + number + "/state").map("online"::equals).orElse(false)) {
        count++;
      }
    }
    return count;
  }
}
