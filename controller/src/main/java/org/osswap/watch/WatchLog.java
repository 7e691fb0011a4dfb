package org.osswap.watch;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.osswap.proto.WatchReport;

/**
 * The watcher's log: the last lines, in memory. Each is also handed to the system's log, by a thread that
 * may hang there; lines that it can't take are not waited for.
 */
final class WatchLog {
  private static final int LINES = 200;
  private static final int LONGEST = 500;

  private final EvictingQueue<WatchReport.Line> ring = EvictingQueue.create(LINES);
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(LINES);
  private final LongSupplier epoch;
  private long dropped;

  /**
   * Begins.
   *
   * @param epoch milliseconds since the epoch
   * @param system gets each line; may block forever
   */
  WatchLog(LongSupplier epoch, Consumer<String> system) {
    this.epoch = epoch;
    Thread thread = new Thread(() -> pass(system), "osswap-watch-log");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void add(String text) {
    String line = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    ring.add(
        WatchReport.Line.newBuilder().setEpochMillis(epoch.getAsLong()).setText(line).build());
    if (!waiting.offer(line)) {
      dropped++;
    }
  }

  /** How many lines the system's log could not take. */
  synchronized long dropped() {
    return dropped;
  }

  /** Oldest first. */
  synchronized ImmutableList<WatchReport.Line> lines() {
    return ImmutableList.copyOf(ring);
  }

  /** What a watcher before this one wrote. */
  synchronized void restore(Iterable<WatchReport.Line> before) {
    before.forEach(ring::add);
  }

  private void pass(Consumer<String> system) {
    try {
      while (true) {
        system.accept(waiting.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
