package org.osswap.payload;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file that the controller adds to the payload.
 *
 * @param path absolute, on the successor
 * @param mode permission bits; the owner is root
 */
public record PayloadFile(String path, int mode, ByteSource content) {

  public PayloadFile {
    if (!path.matches("(/[^/]+)+") || path.matches(".*/\\.\\.?(/.*)?")) {
      throw new IllegalArgumentException("not a plain absolute path: " + path);
    }
  }

  /** Whether only its owner may read it. */
  boolean isSecret() {
    return (mode & 077) == 0;
  }

  /** A file that everyone may read. */
  public static PayloadFile open(String path, String content) {
    return new PayloadFile(path, 0644, bytes(content));
  }

  /** A file for root alone. */
  public static PayloadFile secret(String path, String content) {
    return new PayloadFile(path, 0600, bytes(content));
  }

  /** A copy of a file on this machine, for root alone. */
  public static PayloadFile secret(String path, Path source) {
    return new PayloadFile(path, 0600, MoreFiles.asByteSource(source));
  }

  private static ByteSource bytes(String content) {
    return ByteSource.wrap(content.getBytes(StandardCharsets.UTF_8));
  }
}
