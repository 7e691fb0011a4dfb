package org.osswap.handoff;

import java.util.function.LongSupplier;

/**
 * The room that all streams at work share, so that no two of them count on the same bytes.
 *
 * <p>It's measured when the first of them begins, and only spent until the last has ended: what one
 * stores must not seem free to another, and what is measured meanwhile would count it twice.
 */
public final class Room {
  private final LongSupplier available;
  private int streams;
  private long left;

  /**
   * A room.
   *
   * @param available bytes that may be stored from now on; asked whenever no stream is at work
   */
  public Room(LongSupplier available) {
    this.available = available;
  }

  /** For one more stream; to be closed at its end. */
  synchronized Share enter() {
    if (streams == 0) {
      left = available.getAsLong();
    }
    streams++;
    return new Share();
  }

  private synchronized void leave() {
    streams--;
  }

  private synchronized void spend(String path, long bytes) {
    if (bytes > left) {
      throw FileReceiver.refusal(
          path, "is beyond the " + left + " bytes there is room for, holes included");
    }
    left -= bytes;
  }

  /** One stream's. */
  final class Share implements AutoCloseable {
    private boolean closed;

    /**
     * Spends room.
     *
     * @throws org.osswap.base.Failure if there isn't as much
     */
    void take(String path, long bytes) {
      spend(path, bytes);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        leave();
      }
    }
  }
}
