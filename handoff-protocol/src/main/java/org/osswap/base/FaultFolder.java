package org.osswap.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FIFOs at which a lab holds osswap. Opening one to read waits until somebody opens it to write:
 * so both know that the other is there. The reader goes on when the writer closes it; if he wrote
 * {@code fail}, it fails.
 */
final class FaultFolder {
  static final String PATH = "/run/osswap/faults";

  /** Bytes; PIPE_BUF of Linux, which is written and read at once. */
  private static final int LONGEST = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(FaultFolder.class);

  private final Path path;

  private FaultFolder(Path path) {
    this.path = path;
  }

  /**
   * The folder, which need not exist yet.
   *
   * @throws Failure if it exists and others than this process's user own it or may write to it
   */
  static FaultFolder open(Path path) {
    FaultFolder folder = new FaultFolder(path);
    folder.refuseShared();
    return folder;
  }

  /**
   * Waits at a point, if there is a FIFO of its name.
   *
   * @throws Failure if it says so
   */
  void reach(String point) {
    if (read(point).equals("fail")) {
      throw new Failure(
          point, "fault point", "a fault was injected", "Remove [faults] from osswap.toml.");
    }
  }

  /** What somebody wrote to a FIFO until he closed it; empty if there is no such FIFO. */
  String read(String point) {
    Path fifo = path.resolve(point);
    if (!Files.exists(fifo, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    refuseShared();
    LOG.warn("fault point {}: held", point);
    try {
      String text = text(fifo);
      LOG.warn("fault point {}: let go {}", point, text);
      return text;
    } catch (NoSuchFileException e) {
      return ""; // it was removed meanwhile
    } catch (IOException e) {
      throw new Failure(
          "wait at a fault point", fifo.toString(), e.toString(), "Make it a FIFO.", e);
    }
  }

  /** Two may read one FIFO: what is written to it at once, one of them gets whole. */
  private static String text(Path fifo) throws IOException {
    byte[] buffer = new byte[LONGEST];
    int length = 0;
    try (InputStream in = Files.newInputStream(fifo)) {
      int more;
      while (length < LONGEST && (more = in.read(buffer, length, LONGEST - length)) >= 0) {
        length += more;
      }
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8).strip();
  }

  private void refuseShared() {
    try {
      PosixFileAttributes folder =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Set<PosixFilePermission> may = folder.permissions();
      if (!folder.isDirectory()
          || may.contains(PosixFilePermission.GROUP_WRITE)
          || may.contains(PosixFilePermission.OTHERS_WRITE)
          || !folder.owner().equals(Files.getOwner(Path.of("/proc/self")))) {
        throw refused("it is no folder that only root may write to: others could hold a swap");
      }
    } catch (NoSuchFileException e) {
      return; // nobody holds osswap yet
    } catch (IOException e) {
      throw refused(e.toString());
    }
  }

  private Failure refused(String cause) {
    return new Failure(
        "use the fault points",
        path.toString(),
        cause,
        "Make it a folder of root's with mode 0700, or remove [faults] from osswap.toml.");
  }
}
