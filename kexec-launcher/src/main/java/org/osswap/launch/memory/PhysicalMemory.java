package org.osswap.launch.memory;

import org.osswap.proto.Extent;

/** The machine's physical memory. */
public interface PhysicalMemory {

  /**
   * Maps a range, for reading and writing, until the region is closed.
   *
   * @param extent any range; it need not be aligned
   * @throws org.osswap.base.Failure if the kernel does not allow it
   */
  Region map(Extent extent);
}
