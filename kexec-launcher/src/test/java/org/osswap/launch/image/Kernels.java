package org.osswap.launch.image;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Kernels for tests: the first 1024 bytes are Debian 13's vmlinuz (captured with {@code head -c 1024
 * vmlinuz}), the rest is filled up to what the header promises.
 */
public final class Kernels {
  private Kernels() {}

  /** A kernel whose setup and code are {@code code} bytes of a pattern. */
  public static byte[] debian13(int code) {
    byte[] head = resource("debian13-vmlinuz.head");
    int setup = (head[0x1f1] + 1) * 512;
    byte[] kernel = Arrays.copyOf(head, setup + code);
    for (int i = setup; i < kernel.length; i++) {
      kernel[i] = (byte) ((i * 31) >>> 3);
    }
    ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN).putInt(0x1f4, code / 16);
    return kernel;
  }

  /** A target image's directory. */
  public static Path image(Path directory, byte[] kernel, byte[] initrd) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("vmlinuz"), kernel);
    Files.write(directory.resolve("initrd"), initrd);
    Files.writeString(
        directory.resolve("os-release"), "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n");
    return directory;
  }

  /** Begins like a cpio archive. */
  public static byte[] initrd(int size) {
    byte[] initrd = new byte[size];
    Arrays.fill(initrd, (byte) '7');
    System.arraycopy("070701".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, initrd, 0, 6);
    return initrd;
  }

  static byte[] resource(String name) {
    try {
      return Resources.toByteArray(Resources.getResource(Kernels.class, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
