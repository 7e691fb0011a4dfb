package org.osswap.watch;

import jnr.ffi.Pointer;
import org.osswap.launch.memory.Libc;

/**
 * Reads 4 KiB of a disk past the page cache, at another offset each time, so that no cache of the disk
 * answers for it either. Doesn't return before the disk, or the kernel for it, has answered; so it needs a
 * thread of its own. Not for more than one thread.
 */
final class DirectRead {
  private static final int SIZE = 4096;

  /** A prime: in the end every block has had its turn, and two in succession are far apart. */
  private static final long STRIDE = 1_000_003;

  private final Libc libc;
  private final Pointer buffer;
  private long block;

  DirectRead(Libc libc) {
    this.libc = libc;
    // O_DIRECT wants an aligned one: pages are.
    this.buffer =
        libc.mmap(
            null,
            SIZE,
            Libc.PROT_READ | Libc.PROT_WRITE,
            Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS,
            -1,
            0);
  }

  /**
   * Reads.
   *
   * @param device absolute path
   * @param size of the device, bytes; 0: not known
   */
  ReadAnswer read(String device, long size) {
    int descriptor = libc.open(device, Libc.O_RDONLY | Libc.O_DIRECT | Libc.O_CLOEXEC);
    if (descriptor < 0) {
      return new ReadAnswer(Libc.lastErrno().name());
    }
    try {
      long blocks = Math.max(1, size / SIZE);
      block = (block + STRIDE) % blocks;
      return libc.pread(descriptor, buffer, SIZE, block * SIZE) < 0
          ? new ReadAnswer(Libc.lastErrno().name())
          : ReadAnswer.DATA;
    } finally {
      libc.close(descriptor);
    }
  }
}
