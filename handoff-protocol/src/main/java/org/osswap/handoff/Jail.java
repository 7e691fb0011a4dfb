package org.osswap.handoff;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A directory that no received path leads out of: paths are absolute within it, plain, and go
 * through directories alone, never through a symbolic link.
 */
final class Jail {
  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path base;

  Jail(Path base) {
    this.base = base.toAbsolutePath().normalize();
  }

  /** Where a received path is, its parents looked at but not made. */
  Path resolve(String absolute) {
    if (!absolute.startsWith("/") || absolute.indexOf('\0') >= 0) {
      throw FileReceiver.refusal(absolute, "is no absolute path");
    }
    Path path = base;
    for (String name : Splitter.on('/').split(absolute.substring(1))) {
      if (absolute.length() == 1) {
        break;
      }
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw FileReceiver.refusal(absolute, "is no plain path");
      }
      if (!path.equals(base)) {
        requireDirectory(absolute, path);
      }
      path = path.resolve(name);
    }
    return path;
  }

  /** The same, with its parents made where they are missing. */
  Path prepare(String absolute) throws IOException {
    Path path = resolve(absolute);
    makeDirectories(absolute, path.equals(base) ? base : path.getParent());
    return path;
  }

  /** Whatever the umask: the application must be able to pass. */
  private static void makeDirectories(String absolute, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(absolute, directory.getParent());
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PASSABLE);
    } catch (FileAlreadyExistsException e) {
      throw FileReceiver.refusal(absolute, e.getMessage() + " is no directory");
    }
  }

  private static void requireDirectory(String absolute, Path parent) {
    if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
      throw FileReceiver.refusal(absolute, parent + " is no directory");
    }
  }
}
