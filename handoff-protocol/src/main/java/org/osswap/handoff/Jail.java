package org.osswap.handoff;

import com.google.common.base.Splitter;
import com.google.common.base.Utf8;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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

  /** PATH_MAX without the terminating zero, and NAME_MAX: limits.h of Linux. */
  private static final int LONGEST_PATH = 4095;

  private static final int LONGEST_NAME = 255;

  private final Path base;
  private long made;

  Jail(Path base) {
    this.base = base.toAbsolutePath().normalize();
  }

  /** How many directories had to be made, named or not. */
  long made() {
    return made;
  }

  /** The directory itself, which no file, link or removal may replace. */
  boolean isBase(Path path) {
    return path.equals(base);
  }

  /** Where a received path is, its parents looked at but not made. */
  Path resolve(String absolute) {
    if (!absolute.startsWith("/") || absolute.indexOf('\0') >= 0) {
      throw FileReceiver.refusal(shown(absolute), "is no absolute path");
    }
    if (Utf8.encodedLength(absolute) > LONGEST_PATH) {
      throw FileReceiver.refusal(shown(absolute), "is longer than " + LONGEST_PATH + " bytes");
    }
    try {
      return walk(absolute);
    } catch (InvalidPathException e) {
      throw FileReceiver.refusal(absolute, "can't be a path here: " + e.getReason());
    }
  }

  private static String shown(String path) {
    return path.length() <= LONGEST_NAME ? path : path.substring(0, LONGEST_NAME) + "...";
  }

  private Path walk(String absolute) {
    Path path = base;
    for (String name : Splitter.on('/').split(absolute.substring(1))) {
      if (absolute.length() == 1) {
        break;
      }
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw FileReceiver.refusal(absolute, "is no plain path");
      }
      if (Utf8.encodedLength(name) > LONGEST_NAME) {
        throw FileReceiver.refusal(absolute, "has a name longer than " + LONGEST_NAME + " bytes");
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
  private void makeDirectories(String absolute, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(absolute, directory.getParent());
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PASSABLE);
      made++;
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
