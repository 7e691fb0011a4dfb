package org.osswap.apps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.osswap.proto.FileDescription;

/**
 * The file system as an application sees it: below /proc/PID/root.
 *
 * <p>Absolute symbolic links in there would lead out into the reader's own root, so links are
 * resolved here, one component at a time.
 */
final class AppRoot {
  private static final int MOST_LINKS = 40;

  private final Path base;

  AppRoot(Path base) {
    this.base = base;
  }

  /** Where a path that contains no links is for this process. */
  Path real(String path) {
    // The base itself is a link of the kernel's; the dot behind it is the folder.
    return path.equals("/") ? base.resolve(".") : base.resolve(path.substring(1));
  }

  Path base() {
    return base;
  }

  /** The opposite of {@link #real}: what the application calls a file that was found here. */
  String shown(Path real) {
    return "/" + base.relativize(real);
  }

  boolean exists(String path) {
    return Files.exists(real(path), LinkOption.NOFOLLOW_LINKS);
  }

  boolean isFolder(String path) {
    return Files.isDirectory(real(path), LinkOption.NOFOLLOW_LINKS);
  }

  boolean isRegular(String path) {
    return Files.isRegularFile(real(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** The same file's path without links in it; empty when links go round in a circle. */
  Optional<String> canonical(String path) {
    Path todo = Path.of("/").relativize(Path.of(path).normalize());
    Path done = Path.of("/");
    int links = 0;
    while (todo != null && !todo.toString().isEmpty()) {
      Path name = todo.getName(0);
      todo = todo.getNameCount() > 1 ? todo.subpath(1, todo.getNameCount()) : null;
      Path next = done.resolve(name).normalize();
      Path there = real(next.toString());
      if (!Files.isSymbolicLink(there)) {
        done = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        return Optional.empty();
      }
      Path target = done.resolve(link(there));
      todo = Path.of("/").relativize((todo == null ? target : target.resolve(todo)).normalize());
      done = Path.of("/");
    }
    return Optional.of(done.toString());
  }

  /**
   * Describes a file, folder or link.
   *
   * @param path without links in its folders
   * @param changing whether it changes until the end
   * @return empty for what is none of the three (devices, sockets, pipes), or is gone
   */
  Optional<FileDescription> describe(String path, boolean changing) {
    Path file = real(path);
    try {
      Map<String, Object> stat =
          Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) stat.get("mode");
      FileDescription.Builder description =
          FileDescription.newBuilder()
              .setPath(path)
              .setMode(mode & 07777)
              .setUid((Integer) stat.get("uid"))
              .setGid((Integer) stat.get("gid"))
              .setMtimeMillis(((FileTime) stat.get("lastModifiedTime")).toMillis())
              .setChanging(changing);
      switch (mode & 0170000) {
        case 0100000 ->
            description.setKind(FileDescription.Kind.REGULAR).setSize((Long) stat.get("size"));
        case 0040000 -> description.setKind(FileDescription.Kind.DIRECTORY);
        case 0120000 ->
            description.setKind(FileDescription.Kind.SYMLINK).setLinkTarget(link(file).toString());
        default -> {
          return Optional.empty();
        }
      }
      return Optional.of(description.build());
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty(); // what is a folder elsewhere is a file here
      }
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private static Path link(Path file) {
    try {
      return Files.readSymbolicLink(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
