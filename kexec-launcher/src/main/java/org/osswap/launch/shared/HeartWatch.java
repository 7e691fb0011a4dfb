package org.osswap.launch.shared;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A thread that beats for this side and feels the other side's pulse, in the memory that both share: it
 * needs no network, and nothing of the other side but that it runs.
 */
public final class HeartWatch implements AutoCloseable {
  /** Between two beats, and between two looks. */
  public static final Duration INTERVAL = Duration.ofMillis(200);

  /** A silence is told within two seconds of the last beat: with one interval until it is seen. */
  static final Duration LIMIT = Duration.ofMillis(1600);

  private static final Duration ENDS = Duration.ofSeconds(10);

  /** What is told of the other side; called by the watching thread. */
  public interface Listener {
    /** Its heart has stopped. */
    void late(Duration silence);

    /** It beats again. */
    void back(Duration silence);

    /** Called at each look while it is late. */
    default void stillLate(Duration silence) {}
  }

  private final Runnable beat;
  private final LongSupplier beats;
  private final Listener listener;
  private final Pulse pulse = new Pulse(LIMIT, INTERVAL);
  private final Thread thread;
  private volatile boolean ended;

  private HeartWatch(Runnable beat, LongSupplier beats, Listener listener) {
    this.beat = beat;
    this.beats = beats;
    this.listener = listener;
    this.thread = new Thread(this::run, "osswap-heart");
  }

  /**
   * Begins.
   *
   * @param beat counts this side's beats
   * @param beats reads the other side's
   */
  public static HeartWatch begin(Runnable beat, LongSupplier beats, Listener listener) {
    HeartWatch watch = new HeartWatch(beat, beats, listener);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  private void run() {
    while (!ended) {
      beat.run();
      look();
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private void look() {
    switch (pulse.look(beats.getAsLong(), System.nanoTime())) {
      case LATE -> listener.late(pulse.silence());
      case BACK -> listener.back(pulse.silence());
      case NONE -> {
        if (pulse.late()) {
          listener.stillLate(pulse.silence());
        }
      }
    }
  }

  /** Ends; the thread touches nothing any more afterwards. */
  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    try {
      if (Thread.currentThread() != thread) {
        thread.join(ENDS.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
