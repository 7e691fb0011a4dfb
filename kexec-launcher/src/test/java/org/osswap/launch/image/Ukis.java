package org.osswap.launch.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Unified kernel images for tests. */
final class Ukis {
  /** Where the section table begins, .osrel first. */
  static final int SECTIONS = 0x58 + 112;

  private Ukis() {}

  /** A PE32+ file with sections aligned to 512 bytes, as ukify makes them. */
  static byte[] uki(byte[] kernel) {
    String[] names = {".osrel", ".cmdline", ".linux", ".initrd"};
    byte[][] contents = {
      "PRETTY_NAME='Debian from a UKI'\n".getBytes(StandardCharsets.UTF_8),
      "console=ttyS1\n\0".getBytes(StandardCharsets.UTF_8),
      kernel,
      Kernels.initrd(77)
    };
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort(0, (short) 0x5a4d).putInt(0x3c, 0x40).putInt(0x40, 0x4550);
    file.putShort(0x44, (short) 0x8664).putShort(0x46, (short) names.length);
    file.putShort(0x54, (short) 112).putShort(0x58, (short) 0x20b);
    int at = 1024;
    for (int i = 0; i < names.length; i++) {
      int header = SECTIONS + i * 40;
      int padded = (contents[i].length + 511) / 512 * 512;
      file.put(header, names[i].getBytes(StandardCharsets.US_ASCII));
      file.putInt(header + 8, contents[i].length).putInt(header + 16, padded);
      file.putInt(header + 20, at);
      file.put(at, contents[i]);
      at += padded;
    }
    return Arrays.copyOf(file.array(), at);
  }
}
