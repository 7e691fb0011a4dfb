package org.osswap.launch.boot;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads an assembled stub, one page, and checks that it is the one that its fields are known of. */
final class Stub {
  private Stub() {}

  /** The stub's page, and zeros after it: {@code pages} pages in all. */
  static byte[] load(String name, int magicAt, String magic, int pages) {
    byte[] code;
    try {
      code = Resources.toByteArray(Resources.getResource(Stub.class, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String found = new String(code, magicAt, magic.length(), StandardCharsets.US_ASCII);
    if (code.length != 0x1000 || !found.equals(magic)) {
      throw new IllegalStateException(name + " was not assembled from its source");
    }
    return Arrays.copyOf(code, pages * 0x1000);
  }

  /** For filling in fields. */
  static ByteBuffer fields(byte[] stub) {
    return ByteBuffer.wrap(stub).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Identity map of the first 512 GiB in pages of 1 GiB: present, writable, large. */
  static void identityMap(ByteBuffer memory, int offset) {
    for (int i = 0; i < 512; i++) {
      memory.putLong(offset + i * Long.BYTES, (long) i << 30 | 0x83);
    }
  }
}
