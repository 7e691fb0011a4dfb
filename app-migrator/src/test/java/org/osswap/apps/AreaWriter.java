package org.osswap.apps;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.osswap.base.Failure;
import org.osswap.proto.FileDescription;

/** Writes what was pushed into an area's folder. */
public final class AreaWriter {
  private static final int BUFFER = 1 << 18;

  private final Path area;

  /** A writer into an area: see {@link AppHost#area}. */
  public AreaWriter(Path area) {
    this.area = area;
  }

  /**
   * Stores a file, a folder or a link with its owner, mode and time.
   *
   * @param data the file's content from {@code from} on, {@code length} bytes
   * @param from what the area has of the file before this offset is kept
   */
  public void store(FileDescription file, long from, InputStream data, long length) {
    Path target = area.resolve("." + file.getPath()).normalize();
    if (!target.startsWith(area) || !file.getPath().startsWith("/")) {
      throw failure(file, "its path leads out of the area", null);
    }
    try {
      Files.createDirectories(target.equals(area) ? area : target.getParent());
      switch (file.getKind()) {
        case REGULAR -> regular(target, from, data, length);
        case DIRECTORY -> Files.createDirectories(target);
        case SYMLINK -> link(target, file.getLinkTarget());
        case ABSENT -> {
          Files.deleteIfExists(target);
          return;
        }
        default -> throw failure(file, "unknown kind " + file.getKind(), null);
      }
      Files.setAttribute(target, "unix:uid", file.getUid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(target, "unix:gid", file.getGid(), LinkOption.NOFOLLOW_LINKS);
      if (file.getKind() != FileDescription.Kind.SYMLINK) {
        // After the owner: chown(2) clears the set-id bits.
        Files.setAttribute(target, "unix:mode", file.getMode());
        Files.setLastModifiedTime(target, FileTime.fromMillis(file.getMtimeMillis()));
      }
    } catch (IOException e) {
      throw failure(file, "" + e, e);
    }
  }

  private static void regular(Path target, long from, InputStream data, long length)
      throws IOException {
    if (from == 0 && Files.isSymbolicLink(target)) {
      Files.delete(target);
    }
    byte[] buffer = new byte[BUFFER];
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (out.size() < from) {
        throw new IOException("has " + out.size() + " bytes where " + from + " should be kept");
      }
      long at = from;
      while (at < from + length) {
        int got = data.read(buffer, 0, (int) Math.min(BUFFER, from + length - at));
        if (got < 0) {
          throw new IOException("ended after " + (at - from) + " of " + length + " bytes");
        }
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, got);
        while (chunk.hasRemaining()) {
          at += out.write(chunk, at);
        }
      }
      out.truncate(at);
    }
  }

  private static void link(Path target, String to) throws IOException {
    try {
      Files.createSymbolicLink(target, Path.of(to));
    } catch (FileAlreadyExistsException e) {
      Files.delete(target);
      Files.createSymbolicLink(target, Path.of(to));
    }
  }

  private static Failure failure(FileDescription file, String cause, Exception e) {
    return new Failure(
        "store a pushed file", file.getPath(), cause, "Give the successor more memory.", e);
  }
}
