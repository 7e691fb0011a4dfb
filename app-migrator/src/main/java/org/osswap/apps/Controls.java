package org.osswap.apps;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.osswap.base.Failure;

/**
 * The two pipes between the controller and the action script inside CRIU. The controller keeps both
 * open for reading and writing: so the script sees its end, when the controller dies, as end of
 * file.
 */
final class Controls implements AutoCloseable {
  private final RandomAccessFile frozen;
  private final RandomAccessFile answer;

  Controls(Path folder) {
    try {
      frozen = new RandomAccessFile(folder.resolve("frozen").toFile(), "rw");
      answer = new RandomAccessFile(folder.resolve("answer").toFile(), "rw");
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Waits until the application is frozen (true) or CRIU has ended without that (false). */
  boolean awaitFrozen() {
    try {
      return "frozen".equals(frozen.readLine());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Called when CRIU has ended, however it did. */
  void ended() {
    write(frozen, "ended\n");
  }

  /** Lets the script go on: the decision is recorded. */
  void decided() {
    write(answer, "\n");
  }

  private static void write(RandomAccessFile pipe, String text) {
    try {
      pipe.writeBytes(text);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static Failure failure(IOException e) {
    return new Failure("talk to CRIU", "its action script", e.getMessage(), "Run it again.", e);
  }

  @Override
  public void close() {
    try (frozen;
        answer) {
      return;
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
