package org.osswap.launch.crash;

/** Memory that can be read at addresses of one kind, physical or virtual. */
interface Bytes {
  /**
   * Reads.
   *
   * @throws IllegalArgumentException if nothing can be read there
   */
  byte[] read(long address, int count);
}
