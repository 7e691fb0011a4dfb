package org.osswap.controller;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;

/**
 * Keeps checkpoints from an application that is being looked at: CRIU holds its processes meanwhile, which seem to be
 * debugged then, and to have files that aren't theirs. The kernel drops it with its process.
 *
 * <p>Two bytes of a file are locked: one by whoever takes a checkpoint, and before that for an instant the other. Who has
 * the other, has the next turn.
 */
final class CheckpointLock implements Closeable {
  static final String PATH = "/run/osswap/checkpoint.lock";
  private static final int WORK = 0;
  private static final int TURN = 1;

  private final LockFile file;

  private CheckpointLock(SysRoot root) {
    Path path = root.path(PATH);
    try {
      file = LockFile.open(path);
    } catch (IOException e) {
      throw new Failure(
          "take the lock", path.toString(), e.toString(), "Run osswap as root.", e);
    }
  }

  /**
   * For one checkpoint; waits while they are paused.
   *
   * @param ends is asked meanwhile; when it says so, the lock isn't held on return
   */
  static CheckpointLock forOne(SysRoot root, BooleanSupplier ends) {
    CheckpointLock lock = new CheckpointLock(root);
    Poll.until(() -> ends.getAsBoolean() || lock.nextTurn(), Duration.ofDays(1));
    return lock;
  }

  /**
   * From its return until it is closed no checkpoint is being taken; unless the limit was over before one had ended, then
   * no other is begun.
   *
   * @param whenBusy is called if one is being taken now
   */
  static CheckpointLock pause(SysRoot root, Duration limit, Runnable whenBusy) {
    CheckpointLock lock = new CheckpointLock(root);
    Poll.until(() -> lock.hold(TURN), limit);
    if (!lock.hold(WORK)) {
      whenBusy.run();
      Poll.until(() -> lock.hold(WORK), limit);
    }
    return lock;
  }

  private boolean nextTurn() {
    try (FileLock turn = file.tryLock(TURN, 1)) {
      return turn != null && hold(WORK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hold(int part) {
    try {
      return file.tryLock(part, 1) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
