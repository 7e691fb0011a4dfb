package org.osswap.launch.link;

import java.util.Arrays;
import org.osswap.base.Failure;
import org.osswap.launch.memory.Region;

/** The side of a {@link Ring} that writes frames; for one thread. */
final class RingWriter {
  private final Ring ring;
  private final byte[] scratch = new byte[Ring.FRAME_HEADER + Ring.MAX_FRAME];
  private long tail;
  private long head;

  private RingWriter(Ring ring) {
    this.ring = ring;
  }

  /**
   * Begins, or goes on where an earlier process of this side has ended.
   *
   * @throws Failure if there is no ring, or its indices can't be
   */
  static RingWriter open(Region region) {
    RingWriter writer = new RingWriter(Ring.open(region));
    writer.head = writer.ring.index(Ring.HEAD, 0, 0, Ring.FAR);
    writer.tail =
        writer.ring.index(Ring.TAIL, writer.head, writer.head, writer.head + writer.ring.size());
    return writer;
  }

  /**
   * Writes a frame, if there is room.
   *
   * @param frame of which the first {@code length} bytes count
   * @param length 1 to {@link Ring#MAX_FRAME}
   * @return false if there is no room now; nothing was written then
   * @throws Failure if the ring is broken
   */
  boolean offer(byte[] frame, int length) {
    if (length < 1 || length > Ring.MAX_FRAME) {
      throw new IllegalArgumentException("a frame of " + length + " bytes");
    }
    ring.check();
    long taken = Ring.taken(length);
    if (!hasRoom(taken)) {
      head = ring.index(Ring.HEAD, head, tail - ring.size(), tail);
      if (!hasRoom(taken)) {
        return false;
      }
    }
    write(frame, length, (int) taken);
    tail += taken;
    ring.region().putRelease(Ring.TAIL, tail);
    return true;
  }

  private boolean hasRoom(long taken) {
    return tail - head + taken <= ring.size();
  }

  private void write(byte[] frame, int length, int taken) {
    putInt(0, length);
    putInt(Integer.BYTES, ring.sum(tail, frame, 0, length));
    System.arraycopy(frame, 0, scratch, Ring.FRAME_HEADER, length);
    Arrays.fill(scratch, Ring.FRAME_HEADER + length, taken, (byte) 0);
    int first = (int) Math.min(taken, ring.beforeEnd(tail));
    ring.region().write(ring.offset(tail), scratch, first);
    if (first < taken) {
      ring.region().write(Ring.HEADER, Arrays.copyOfRange(scratch, first, taken));
    }
  }

  private void putInt(int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      scratch[at + i] = (byte) (value >>> (Byte.SIZE * i));
    }
  }
}
