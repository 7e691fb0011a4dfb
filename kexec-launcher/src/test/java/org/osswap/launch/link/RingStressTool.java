package org.osswap.launch.link;

import java.nio.file.Path;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.memory.FileMemory;
import org.osswap.launch.memory.Region;

/** The writing process of {@link RingStressTest}. */
final class RingStressTool {
  private RingStressTool() {}

  public static void main(String[] args) {
    try (DevMem memory = FileMemory.open(Path.of(args[0]), RingStressTest.SIZE);
        Region region = RingStressTest.map(memory)) {
      RingStressTest.write(region);
    }
  }
}
