package org.osswap.launch.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Physical memory that is a file, mapped as /dev/mem is; other processes may map it too. */
public final class FileMemory {
  private FileMemory() {}

  /** Makes the file, or makes it longer. */
  public static DevMem open(Path file, long size) {
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      if (whole.length() < size) {
        whole.setLength(size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DevMem.open(file.toString());
  }
}
