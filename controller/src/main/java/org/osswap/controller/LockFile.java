package org.osswap.controller;

import com.google.common.collect.ImmutableSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file whose bytes are locked. The kernel drops the locks with their process. */
final class LockFile implements Closeable {
  private final FileChannel channel;

  private LockFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens it, for root alone: whoever may open it may lock it, and keep osswap from its work. */
  static LockFile open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return new LockFile(
        FileChannel.open(
            path,
            ImmutableSet.of(
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  FileChannel channel() {
    return channel;
  }

  /** Null: another has it, in this process or in another. */
  FileLock tryLock(long from, long bytes) throws IOException {
    try {
      return channel.tryLock(from, bytes, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
