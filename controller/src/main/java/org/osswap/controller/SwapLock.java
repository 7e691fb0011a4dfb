package org.osswap.controller;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

/** Only one osswap changes a machine at a time. The kernel drops the lock with its process. */
public final class SwapLock implements Closeable {
  static final String PATH = "/run/osswap/lock";

  private final LockFile file;

  private SwapLock(LockFile file) {
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @throws Failure if another process has it, naming that process
   */
  public static SwapLock take(SysRoot root) {
    Path path = root.path(PATH);
    try {
      LockFile file = LockFile.open(path);
      FileLock lock = file.tryLock(0, Long.MAX_VALUE);
      if (lock == null) {
        String holder = Files.readString(path).strip();
        file.close();
        throw new Failure(
            "take the lock",
            path.toString(),
            "another osswap is at work" + (holder.isEmpty() ? "" : ": process " + holder),
            "Wait until it has ended ('osswap status'), or stop it and run 'osswap resume'.");
      }
      file.channel().truncate(0);
      file.channel().write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new SwapLock(file);
    } catch (IOException e) {
      throw new Failure(
          "take the lock", path.toString(), e.toString(), "Run osswap as root.", e);
    }
  }

  /**
   * The process that has the lock now. Only looks: who tried to take it would be seen as its holder by
   * others, and would be in the way of one that takes it.
   */
  public static OptionalLong holder(SysRoot root) {
    Path path = root.path(PATH);
    try {
      Map<String, Object> file = Files.readAttributes(path, "unix:dev,ino");
      long device = (Long) file.get("dev");
      long inode = (Long) file.get("ino");
      return root.parse("/proc/locks", lines -> LockTable.holder(lines, device, inode));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new Failure("look at the lock", path.toString(), e.toString(), "Run osswap as root.", e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
