package org.osswap.launch.link;

import java.time.Duration;

/** What frames come from and go to: a {@link TunDevice}. */
interface FrameDevice extends AutoCloseable {

  /**
   * Waits for a frame and reads it.
   *
   * @param into at least {@link Ring#MAX_FRAME} bytes
   * @return its length; 0: none came within the limit
   * @throws org.osswap.base.Failure if the device is gone
   */
  int read(byte[] into, Duration limit);

  /**
   * Writes a frame.
   *
   * @return false if it was dropped
   * @throws org.osswap.base.Failure if the device is gone
   */
  boolean write(byte[] frame, int length);

  @Override
  void close();
}
