package org.osswap.launch;

import com.google.common.io.ByteSource;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Extent;

/**
 * Something that is to lie at a place in physical memory.
 *
 * @param name for failures
 * @param extent as long as the content
 */
record Placement(String name, Extent extent, ByteSource content) {
  private static final int CHUNK = 1 << 20;

  static Placement of(String name, long address, byte[] content) {
    return new Placement(
        name, Extents.sized(address, content.length), ByteSource.wrap(content));
  }

  /** Writes the content into memory. */
  void write(PhysicalMemory memory) {
    walk(memory, (region, offset, chunk, count) -> region.write(offset, chunk, count));
  }

  /**
   * Reads memory back and compares.
   *
   * @throws Failure at the first difference
   */
  void verify(PhysicalMemory memory) {
    byte[] read = new byte[CHUNK];
    walk(
        memory,
        (region, offset, chunk, count) -> {
          region.read(offset, read, count);
          int at = Arrays.mismatch(read, 0, count, chunk, 0, count);
          if (at >= 0) {
            throw new Failure(
                "read back what was loaded",
                name,
                String.format(
                    "at %#x: %#04x instead of %#04x",
                    extent.getStart() + offset + at, read[at] & 0xff, chunk[at] & 0xff),
                "Something else uses this memory, or the image changed meanwhile; don't use this"
                    + " range.");
          }
        });
  }

  private void walk(PhysicalMemory memory, Visitor visitor) {
    try (Region region = memory.map(extent);
        InputStream stream = content.openBufferedStream()) {
      byte[] chunk = new byte[CHUNK];
      long offset = 0;
      int count;
      while ((count = ByteStreams.read(stream, chunk, 0, CHUNK)) > 0) {
        if (offset + count > region.size()) {
          throw changed("longer than " + region.size() + " bytes");
        }
        visitor.visit(region, offset, chunk, count);
        offset += count;
      }
      if (offset != region.size()) {
        throw changed(offset + " bytes instead of " + region.size());
      }
    } catch (IOException e) {
      throw new Failure("load", name, "can't be read: " + e.getMessage(), "See the file.", e);
    }
  }

  private Failure changed(String reason) {
    return new Failure("load", name, reason, "The image changed meanwhile: plan again.");
  }

  private interface Visitor {
    void visit(Region region, long offset, byte[] chunk, int count);
  }
}
