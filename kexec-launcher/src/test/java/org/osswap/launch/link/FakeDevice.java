package org.osswap.launch.link;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;

/** A device whose frames come from a queue and go to another one. */
final class FakeDevice implements FrameDevice {
  final BlockingQueue<byte[]> sends = new LinkedBlockingQueue<>();
  final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  volatile boolean refuses;
  volatile boolean gone;

  @Override
  public int read(byte[] into, Duration limit) {
    if (gone) {
      throw new Failure("use the memory link", "fake", "it is gone", "Nothing.");
    }
    try {
      byte[] frame = sends.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null) {
        return 0;
      }
      System.arraycopy(frame, 0, into, 0, frame.length);
      return frame.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public boolean write(byte[] frame, int length) {
    return !refuses && received.add(Arrays.copyOf(frame, length));
  }

  @Override
  public void close() {
    gone = true;
  }
}
