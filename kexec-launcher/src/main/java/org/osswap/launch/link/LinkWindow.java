package org.osswap.launch.link;

import org.osswap.base.Extents;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Extent;

/**
 * The window of memory in which the link's two rings lie: the first half holds what the incumbent writes, the
 * second what the successor writes.
 */
final class LinkWindow implements AutoCloseable {
  private final Region mine;
  private final Region theirs;
  private final RingWriter writer;
  private final RingReader reader;

  private LinkWindow(Region mine, Region theirs) {
    this.mine = mine;
    this.theirs = theirs;
    this.writer = RingWriter.open(mine);
    this.reader = RingReader.open(theirs);
  }

  /** Makes both rings new and empty; nobody may have them open. */
  static void create(PhysicalMemory memory, Extent window) {
    for (int half = 0; half < 2; half++) {
      try (Region region = memory.map(half(window, half))) {
        Ring.create(region);
      }
    }
  }

  /**
   * Opens one side's ends of both rings.
   *
   * @throws org.osswap.base.Failure if they weren't created, or can't be as they are
   */
  static LinkWindow open(PhysicalMemory memory, Extent window, boolean incumbent) {
    Region mine = memory.map(half(window, incumbent ? 0 : 1));
    Region theirs = null;
    try {
      theirs = memory.map(half(window, incumbent ? 1 : 0));
      return new LinkWindow(mine, theirs);
    } catch (RuntimeException e) {
      mine.close();
      if (theirs != null) {
        theirs.close();
      }
      throw e;
    }
  }

  private static Extent half(Extent window, int which) {
    long size = Extents.alignDown(Extents.size(window) / 2, Extents.PAGE);
    return Extents.sized(window.getStart() + which * size, size);
  }

  RingWriter writer() {
    return writer;
  }

  RingReader reader() {
    return reader;
  }

  /** Unmaps it; nobody may use the rings any more. */
  @Override
  public void close() {
    mine.close();
    theirs.close();
  }
}
