package org.osswap.launch.link;

import java.nio.ByteBuffer;
import java.util.Random;

/** A stream of frames of random sizes that a reader can check alone: the same for the same seed. */
final class Frames {
  private final Random random;
  private final byte[] frame = new byte[Ring.MAX_FRAME];
  private int length;

  Frames(long seed) {
    random = new Random(seed);
  }

  /** The next one; most are small, some are of the largest size. */
  byte[] next() {
    length = 1 + random.nextInt(random.nextInt(8) == 0 ? Ring.MAX_FRAME : 200);
    int fill = random.nextInt();
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (fill + i * 7);
    }
    return frame;
  }

  int length() {
    return length;
  }

  /** Whether this is the next one. */
  boolean isNext(byte[] other, int otherLength) {
    byte[] expected = next();
    return otherLength == length
        && ByteBuffer.wrap(expected, 0, length).equals(ByteBuffer.wrap(other, 0, otherLength));
  }
}
