package org.osswap.launch.link;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osswap.base.Failure;

/**
 * Carries frames between a device and two rings, with a thread for each direction.
 *
 * <p>Out: waits in the kernel for a frame of the device, and puts it into the ring. While the ring is full it
 * takes none: the device's queue fills, and then the kernel drops, as with a NIC whose peer is slow. In: looks
 * at the ring, without a pause while frames flow and ever more seldom then; see {@link Rest}.
 *
 * <p>A failure of either ends both, and is told once. Nothing else of this process is touched by it.
 */
final class LinkPump implements AutoCloseable {
  /** How soon a thread that waits for the device sees that it has to end. */
  private static final Duration DEVICE = Duration.ofMillis(100);

  private static final Duration ENDS = Duration.ofSeconds(10);

  private final FrameDevice device;
  private final RingWriter writer;
  private final RingReader reader;
  private final Packets packets;
  private final Consumer<Failure> failed;
  private final Thread out = thread(this::out, "osswap-link-out");
  private final Thread in = thread(this::in, "osswap-link-in");
  private final AtomicBoolean ended = new AtomicBoolean();

  private final AtomicLong framesOut = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicLong framesIn = new AtomicLong();
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong drops = new AtomicLong();
  private final AtomicLong resets = new AtomicLong();

  /** When a frame was last sent: then an answer may be near. */
  private volatile long sent = System.nanoTime();

  private volatile boolean resting;

  private LinkPump(
      FrameDevice device,
      RingWriter writer,
      RingReader reader,
      Packets packets,
      Consumer<Failure> failed) {
    this.device = device;
    this.writer = writer;
    this.reader = reader;
    this.packets = packets;
    this.failed = failed;
  }

  /**
   * Begins.
   *
   * @param device is used until {@link #close}, and not closed
   * @param failed is told when the link has come to an end by itself; by one of its threads
   */
  static LinkPump begin(
      FrameDevice device,
      RingWriter writer,
      RingReader reader,
      Packets packets,
      Consumer<Failure> failed) {
    LinkPump pump = new LinkPump(device, writer, reader, packets, failed);
    pump.out.start();
    pump.in.start();
    return pump;
  }

  private Thread thread(Runnable body, String name) {
    Thread thread = new Thread(() -> untilFailure(body), name);
    thread.setDaemon(true);
    return thread;
  }

  private void untilFailure(Runnable body) {
    try {
      body.run();
    } catch (Failure e) {
      if (ended.compareAndSet(false, true)) {
        failed.accept(e);
      }
    }
  }

  private void out() {
    byte[] frame = new byte[Ring.MAX_FRAME];
    while (!ended.get()) {
      int length = device.read(frame, DEVICE);
      if (length == 0) {
        continue;
      }
      if (!packets.leave(frame, length)) {
        drops.incrementAndGet();
      } else if (send(frame, length)) {
        framesOut.incrementAndGet();
        bytesOut.addAndGet(length);
      }
    }
  }

  /** False only if the link ended before there was room. */
  private boolean send(byte[] frame, int length) {
    long full = System.nanoTime();
    while (!writer.offer(frame, length)) {
      if (ended.get()) {
        return false;
      }
      pause(Rest.after(System.nanoTime() - full));
    }
    sent = System.nanoTime();
    if (resting) {
      LockSupport.unpark(in);
    }
    return true;
  }

  private void in() {
    byte[] frame = new byte[Ring.MAX_FRAME];
    long last = System.nanoTime();
    while (!ended.get()) {
      int length = reader.take(frame);
      resets.setPlain(reader.resets());
      if (length > 0) {
        receive(frame, length);
        last = System.nanoTime();
      } else {
        rest(last);
      }
    }
  }

  private void receive(byte[] frame, int length) {
    if (packets.enter(frame, length) && device.write(frame, length)) {
      framesIn.incrementAndGet();
      bytesIn.addAndGet(length);
    } else {
      drops.incrementAndGet();
    }
  }

  private void rest(long last) {
    long now = System.nanoTime();
    long nanos = Rest.after(Math.min(now - last, now - sent));
    if (nanos < Rest.LONG.toNanos()) {
      pause(nanos);
      return;
    }
    resting = true;
    // A frame that was sent before the flag was seen: its answer would wait for the whole rest.
    if (System.nanoTime() - sent >= nanos) {
      pause(nanos);
    }
    resting = false;
  }

  private static void pause(long nanos) {
    if (nanos == 0) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(nanos);
    }
  }

  LinkCounters counters() {
    return new LinkCounters(
        framesOut.get(), bytesOut.get(), framesIn.get(), bytesIn.get(), drops.get(), resets.get());
  }

  /**
   * Ends.
   *
   * @throws Failure if a thread doesn't: then the memory must stay mapped
   */
  @Override
  public void close() {
    ended.set(true);
    boolean interrupted = join(in);
    interrupted |= join(out);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (in.isAlive() || out.isAlive()) {
      throw new Failure(
          "end the memory link",
          in.isAlive() ? in.getName() : out.getName(),
          "it didn't end within " + ENDS.toSeconds() + " s",
          "End this osswap, and go on with 'osswap resume' or 'osswap rollback'.");
    }
  }

  /** Waits for a thread's end, whoever interrupts; true if somebody did. */
  private static boolean join(Thread thread) {
    if (thread == Thread.currentThread()) {
      throw new IllegalStateException(thread.getName() + " can't end itself");
    }
    boolean interrupted = false;
    long end = System.nanoTime() + ENDS.toNanos();
    LockSupport.unpark(thread);
    for (long left = ENDS.toMillis(); thread.isAlive() && left > 0; ) {
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return interrupted;
  }
}
