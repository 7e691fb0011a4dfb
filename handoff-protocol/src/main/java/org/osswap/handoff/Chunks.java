package org.osswap.handoff;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What both ends of a file transfer agree on. */
final class Chunks {
  /** Large enough to make calls and checksums cheap, small against {@code MAX_MESSAGE}. */
  static final int SIZE = 512 << 10;

  private Chunks() {}

  /** CRC-32, not CRC-32C: only that one is fast without the JVM's optimizing compiler. */
  static int crc32(ByteString data) {
    CRC32 sum = new CRC32();
    for (ByteBuffer part : data.asReadOnlyByteBufferList()) {
      sum.update(part);
    }
    return (int) sum.getValue();
  }

  /** True when there is nothing but zeros: such a chunk isn't sent and becomes a hole. */
  static boolean isZero(byte[] data, int length) {
    for (int i = 0; i < length; i++) {
      if (data[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
