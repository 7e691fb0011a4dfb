package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.launch.memory.Region;

/**
 * The other side writes anything anywhere, the same in every run. What may happen: frames that were sent,
 * nothing, or a failure. A region refuses what lies outside of it, so that would be seen as another exception.
 */
final class RingScribbleTest {
  private static final int RUNS = 3000;
  private static final long SIZE = 64 << 10;
  private static final long SPACE = 2 * SIZE;

  private final HeapMemory memory = new HeapMemory();
  private final byte[] into = new byte[Ring.MAX_FRAME];
  private int failures;
  private int received;
  private int resets;

  @Test
  void aScribblingPeerIsAFailureOrSilenceAndNothingElse() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < RUNS; seed++) {
            scribble(new Random(seed));
          }
        });
    assertThat(failures).as("runs that ended the ring").isBetween(RUNS / 10, RUNS);
    assertThat(received).as("frames").isGreaterThan(RUNS);
    assertThat(resets).as("frames left out").isGreaterThan(RUNS / 10);
  }

  private void scribble(Random random) {
    try (Region region = memory.map(Extents.sized(0, Ring.HEADER + SPACE))) {
      Ring.create(region);
      RingReader reader = null;
      try {
        RingWriter writer = RingWriter.open(region);
        reader = RingReader.open(region);
        for (int step = 0; step < 60; step++) {
          step(random, region, writer, reader);
        }
      } catch (Failure broken) {
        failures++;
        assertThat(broken.step()).contains("memory link");
      }
      resets += reader == null ? 0 : reader.resets();
    }
  }

  private void step(Random random, Region region, RingWriter writer, RingReader reader) {
    byte[] frame = new byte[1 + random.nextInt(300)];
    java.util.Arrays.fill(frame, (byte) frame.length);
    switch (random.nextInt(12)) {
      case 0 -> region.putU64(random.nextBoolean() ? Ring.TAIL : Ring.HEAD, word(random, region));
      case 1 -> region.putU8(anywhere(random, region, 1), random.nextInt());
      case 2 -> region.putU64(anywhere(random, region, 8), word(random, region));
      case 3 -> region.putU32(nearTail(random, region), random.nextInt());
      case 4, 5, 6, 7 -> writer.offer(frame, frame.length);
      default -> {
        int length = reader.take(into);
        assertThat(length).isBetween(0, Ring.MAX_FRAME);
        for (int i = 0; i < length; i++) {
          assertThat(into[i]).as("a frame that was sent").isEqualTo((byte) length);
        }
        received += length > 0 ? 1 : 0;
      }
    }
  }

  /** Something that an index or a header might be, or any number. */
  private static long word(Random random, Region region) {
    long tail = region.getU64(Ring.TAIL);
    return switch (random.nextInt(4)) {
      case 0 -> tail + 8L * random.nextInt(64);
      case 1 -> tail - 8L * random.nextInt(64);
      case 2 -> random.nextInt(1 << 17);
      default -> random.nextLong();
    };
  }

  private static long anywhere(Random random, Region region, int size) {
    return random.nextInt((int) region.size() - size);
  }

  private static long nearTail(Random random, Region region) {
    long place = (region.getU64(Ring.TAIL) & (SPACE - 1)) - 8L * random.nextInt(16);
    return Ring.HEADER + Math.floorMod(place, SPACE - 8);
  }
}
