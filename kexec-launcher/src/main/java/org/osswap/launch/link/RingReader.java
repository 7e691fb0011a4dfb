package org.osswap.launch.link;

import org.osswap.base.Failure;
import org.osswap.launch.memory.Region;

/** The side of a {@link Ring} that reads frames; for one thread. */
final class RingReader {
  /** After so many damaged frames something is wrong that a few lost frames don't put right. */
  static final int MOST_RESETS = 16;

  private final Ring ring;
  private long head;
  private long tail;
  private int resets;

  private RingReader(Ring ring) {
    this.ring = ring;
  }

  /**
   * Begins, or goes on where an earlier process of this side has ended.
   *
   * @throws Failure if there is no ring, or its indices can't be
   */
  static RingReader open(Region region) {
    RingReader reader = new RingReader(Ring.open(region));
    reader.head = reader.ring.index(Ring.HEAD, 0, 0, Ring.FAR);
    reader.tail = reader.head;
    reader.look();
    return reader;
  }

  /**
   * Takes the next frame, if there is one. What is damaged is left out, and counted by {@link #resets}.
   *
   * @param into at least {@link Ring#MAX_FRAME} bytes
   * @return the frame's length; 0: there is none now
   * @throws Failure if the ring is broken
   */
  int take(byte[] into) {
    ring.check();
    if (head == tail) {
      look();
      if (head == tail) {
        return 0;
      }
    }
    // Read once: whatever the other side does with it, this is the header that counts.
    long header = ring.region().getU64(ring.offset(head));
    int length = (int) header;
    if (length < 1 || length > Ring.MAX_FRAME || Ring.taken(length) > tail - head) {
      reset();
      return 0;
    }
    copy(head + Ring.FRAME_HEADER, into, length);
    if (ring.sum(head, into, 0, length) != (int) (header >>> Integer.SIZE)) {
      reset();
      return 0;
    }
    advance(head + Ring.taken(length));
    return length;
  }

  /** How often frames were left out because one was damaged. */
  int resets() {
    return resets;
  }

  private void look() {
    tail = ring.index(Ring.TAIL, tail, head, head + ring.size());
  }

  private void copy(long place, byte[] into, int length) {
    int first = (int) Math.min(length, ring.beforeEnd(place));
    ring.region().read(ring.offset(place), into, first);
    if (first < length) {
      byte[] rest = ring.region().read(Ring.HEADER, length - first);
      System.arraycopy(rest, 0, into, first, rest.length);
    }
  }

  /** Where the next frame would begin isn't known: all that was seen so far goes. */
  private void reset() {
    resets++;
    if (resets > MOST_RESETS) {
      throw ring.fail(resets + " frames were damaged");
    }
    advance(tail);
  }

  private void advance(long place) {
    head = place;
    ring.region().putRelease(Ring.HEAD, head);
  }
}
