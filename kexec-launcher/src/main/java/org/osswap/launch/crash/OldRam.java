package org.osswap.launch.crash;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import org.osswap.base.Extents;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;

/**
 * The RAM that only the incumbent had, by physical address. Nothing else is ever read: a wrong pointer
 * must not lead to a device, where a read can be an act.
 */
final class OldRam implements Bytes {
  private final PhysicalMemory memory;
  private final ImmutableRangeSet<Long> ram;

  OldRam(PhysicalMemory memory, PartitionPlan plan) {
    this.memory = memory;
    this.ram =
        Extents.set(plan.getMachine().getMemoryList().stream().map(Memory::getExtent).toList())
            .difference(Extents.set(plan.getMemoryList()));
  }

  @Override
  public byte[] read(long address, int count) {
    if (count < 0 || address < 0 || !ram.encloses(Range.closedOpen(address, address + count))) {
      throw new IllegalArgumentException(
          String.format("%d bytes at %#x are not the old system's RAM", count, address));
    }
    try (Region region = memory.map(Extents.sized(address, count))) {
      return region.read(0, count);
    }
  }
}
