package org.osswap.launch.image;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.BaseEncoding;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.util.Map;
import org.osswap.base.Failure;

/**
 * What a kernel takes for an initramfs: a cpio archive, plain or compressed. Magic numbers: Linux,
 * lib/decompress.c and init/initramfs.c.
 */
final class Initrd {
  private static final ImmutableMap<String, String> MAGIC =
      ImmutableMap.<String, String>builder()
          .put("303730373031", "cpio")
          .put("303730373032", "cpio")
          .put("1f8b", "gzip")
          .put("1f9e", "gzip")
          .put("425a", "bzip2")
          .put("5d00", "lzma")
          .put("fd377a", "xz")
          .put("894c5a", "lzo")
          .put("02214c18", "lz4")
          .put("28b52ffd", "zstd")
          .buildOrThrow();

  private Initrd() {}

  /**
   * How the archive is packed.
   *
   * @throws Failure if a kernel would not recognise it
   */
  static String format(ByteSource initrd, String name) {
    String head;
    try {
      head = BaseEncoding.base16().lowerCase().encode(initrd.slice(0, 6).read());
    } catch (IOException e) {
      throw refusal(name, "can't be read: " + e.getMessage());
    }
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (head.startsWith(magic.getKey())) {
        return magic.getValue();
      }
    }
    throw refusal(
        name,
        head.isEmpty()
            ? "is empty"
            : "neither a cpio archive nor compressed in a way that Linux knows; it begins with " + head);
  }

  private static Failure refusal(String name, String reason) {
    return new Failure(
        "read the target's initrd",
        name,
        reason,
        "The initrd must be a cpio archive (newc), plain or compressed, that holds the whole OS or"
            + " finds its root.");
  }
}
