package org.osswap.launch.cpio;

import com.google.common.io.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * Writes a cpio archive in the "newc" format, the one that the kernel takes as an initial RAM file
 * system.
 *
 * <p>Each entry is a header of 110 ASCII characters, its name with a final zero, and its content;
 * header with name, and content, are each padded with zeros to a multiple of four bytes. The last
 * entry is named {@code TRAILER!!!}. Source of the layout: Linux, {@code
 * Documentation/driver-api/early-userspace/buffer-format.rst}.
 *
 * <p>Names are relative to the root, without a leading slash. The kernel makes no parent: each
 * directory must come before what is in it. Not thread-safe; nothing is buffered here.
 */
public final class CpioWriter implements Closeable {
  private static final String MAGIC = "070701";
  private static final String TRAILER = "TRAILER!!!";
  private static final int ALIGNMENT = 4;

  // st_mode, see inode(7).
  private static final int S_IFDIR = 0040000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;

  private final OutputStream out;
  private long position;
  private int inode;

  public CpioWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Who has an entry, and what it may do.
   *
   * @param mode permission bits, 0 to 07777
   * @param mtime seconds count; anything finer is dropped
   */
  public record Meta(int mode, int uid, int gid, Instant mtime) {
    public Meta {
      if ((mode & ~07777) != 0) {
        throw new IllegalArgumentException("not permission bits: " + Integer.toOctalString(mode));
      }
    }

    /** Root's. */
    public static Meta root(int mode, Instant mtime) {
      return new Meta(mode, 0, 0, mtime);
    }
  }

  public void directory(String name, Meta meta) throws IOException {
    header(name, S_IFDIR | meta.mode(), meta, 2, 0);
  }

  public void symlink(String name, String target, Meta meta) throws IOException {
    file(name, S_IFLNK | 0777, meta, ByteSource.wrap(target.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a regular file.
   *
   * @throws IOException also when the content changes its length while it is read, or is too long
   *     for the format (4 GiB)
   */
  public void file(String name, Meta meta, ByteSource content) throws IOException {
    file(name, S_IFREG | meta.mode(), meta, content);
  }

  private void file(String name, int mode, Meta meta, ByteSource content) throws IOException {
    long size = content.size();
    if (size > 0xffff_ffffL) {
      throw new IOException(name + ": " + size + " bytes are too many for a cpio archive");
    }
    header(name, mode, meta, 1, size);
    long copied = content.copyTo(out);
    if (copied != size) {
      throw new IOException(name + ": changed from " + size + " to " + copied + " bytes");
    }
    position += copied;
    pad();
  }

  private void header(String name, int mode, Meta meta, int links, long size)
      throws IOException {
    if (name.isEmpty() || name.startsWith("/") || name.equals(TRAILER)) {
      throw new IllegalArgumentException("not a name in an archive: " + name);
    }
    writeHeader(
        name, ++inode, mode, meta.uid(), meta.gid(), links, meta.mtime().getEpochSecond(), size);
  }

  private void writeHeader(
      String name, int ino, int mode, int uid, int gid, int links, long mtime, long size)
      throws IOException {
    byte[] path = (name + "\0").getBytes(StandardCharsets.UTF_8);
    long[] fields = {
      ino, mode, uid, gid, links, mtime, size,
      0, 0, // maj, min: of the file system it was on
      0, 0, // rmaj, rmin: of a device node
      path.length,
      0, // chksum: not used by this format
    };
    StringBuilder header = new StringBuilder(MAGIC);
    for (long field : fields) {
      header.append(String.format(Locale.ROOT, "%08x", field & 0xffff_ffffL));
    }
    write(header.toString().getBytes(StandardCharsets.US_ASCII));
    write(path);
    pad();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  private void pad() throws IOException {
    write(new byte[(int) (-position & (ALIGNMENT - 1))]);
  }

  /** Ends the archive. The stream itself stays open: another archive may follow. */
  public void finish() throws IOException {
    writeHeader(TRAILER, 0, 0, 0, 0, 1, 0, 0);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
