package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.memory.FileMemory;
import org.osswap.launch.memory.Region;

/** Writer and reader run at once, in one process and in two: all frames arrive, once and in order. */
final class RingStressTest {
  static final long SIZE = Ring.HEADER + (256 << 10);
  static final int FRAMES = 40_000;
  static final long SEED = 20;

  private Path file;
  private DevMem memory;

  @BeforeEach
  void makeRing() throws Exception {
    Path shared = Path.of("/dev/shm");
    file =
        Files.isWritable(shared)
            ? Files.createTempFile(shared, "ring", "")
            : Files.createTempFile("ring", "");
    memory = FileMemory.open(file, SIZE);
    try (Region region = map(memory)) {
      Ring.create(region);
    }
  }

  @AfterEach
  void remove() throws Exception {
    memory.close();
    Files.delete(file);
  }

  static Region map(DevMem memory) {
    return memory.map(Extents.sized(0, SIZE));
  }

  /** Writes all frames; gives the other side its time while the ring is full. */
  static void write(Region region) {
    RingWriter writer = RingWriter.open(region);
    Frames frames = new Frames(SEED);
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = frames.next();
      while (!writer.offer(frame, frames.length())) {
        LockSupport.parkNanos(20_000);
      }
    }
  }

  /** Reads all frames; the number of those that weren't the next one. */
  private static int read(Region region) {
    RingReader reader = RingReader.open(region);
    Frames frames = new Frames(SEED);
    byte[] into = new byte[Ring.MAX_FRAME];
    int wrong = 0;
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    for (int i = 0; i < FRAMES && System.nanoTime() < end; ) {
      int length = reader.take(into);
      if (length == 0) {
        LockSupport.parkNanos(20_000);
        continue;
      }
      i++;
      wrong += frames.isNext(into, length) ? 0 : 1;
    }
    assertThat(reader.resets()).isZero();
    assertThat(reader.take(into)).as("one frame too many").isZero();
    return wrong;
  }

  @Test
  void betweenTwoThreads() throws Exception {
    try (Region writers = map(memory);
        Region readers = map(memory)) {
      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(writers));
      assertThat(read(readers)).isZero();
      writing.get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void betweenTwoProcesses() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                RingStressTool.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    try (Region readers = map(memory)) {
      assertThat(read(readers)).isZero();
      assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(other.exitValue()).isZero();
    } finally {
      other.destroyForcibly();
    }
  }
}
