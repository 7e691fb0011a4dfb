package org.osswap.launch;

import java.io.IOException;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.PartitionPlan;

/**
 * On an OS that was a successor itself: gives it back what was ejected from it, for its own successor
 * did not come to need it.
 */
public final class Regrant {
  private final PhysicalMemory memory;
  private final SysRoot root;
  private final Takeover.Limits limits;

  public Regrant(PhysicalMemory memory, SysRoot root) {
    this(memory, root, Takeover.Limits.usual());
  }

  Regrant(PhysicalMemory memory, SysRoot root, Takeover.Limits limits) {
    this.memory = memory;
    this.root = root;
    this.limits = limits;
  }

  /**
   * Grants a range of memory again, and returns when the kernel has it.
   *
   * @param own the plan of the swap that started this OS
   * @param index of the range in that plan
   * @throws Failure if it is not there within the takeover's limits
   */
  public void grant(PartitionPlan own, int index) {
    try (GrantPage page = GrantPage.open(memory, own)) {
      Takeover.Hotplug hotplug = new Takeover.Hotplug(root, page);
      new MemoryTakeover(root, hotplug, limits).take(own, index);
    } catch (IOException e) {
      throw new Failure(
          "take back what was ejected",
          "memory range " + index,
          e.getMessage(),
          "See the kernel's log; it stays unused until the next swap or boot.",
          e);
    }
  }
}
