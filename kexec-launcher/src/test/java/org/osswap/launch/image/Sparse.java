package org.osswap.launch.image;

import com.google.common.io.ByteSource;
import java.io.InputStream;
import java.util.Arrays;

/** A large file of which only the beginning is given; the rest is zeros, and takes no memory. */
final class Sparse extends ByteSource {
  private final byte[] head;
  private final long size;

  Sparse(byte[] head, long size) {
    this.head = head;
    this.size = Math.max(size, head.length);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream openStream() {
    return new Zeros();
  }

  private final class Zeros extends InputStream {
    private long position;

    @Override
    public int available() {
      return (int) Math.min(size - position, Integer.MAX_VALUE);
    }

    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, size - position));
      position += skipped;
      return skipped;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int count = Math.min(length, available());
      if (count == 0 && length > 0) {
        return -1;
      }
      Arrays.fill(to, offset, offset + count, (byte) 0);
      if (position < head.length) {
        int real = (int) Math.min(count, head.length - position);
        System.arraycopy(head, (int) position, to, offset, real);
      }
      position += count;
      return count;
    }
  }
}
