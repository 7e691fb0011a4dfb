package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/** Absolute paths as texts, as they are in an application's own root. */
final class Paths {
  private Paths() {}

  static String normalize(String path) {
    return Path.of(path).normalize().toString();
  }

  static boolean isBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.equals("/") ? "/" : folder + "/");
  }

  /** The folders above a path, the highest first, without the root. */
  static ImmutableList<String> foldersAbove(String path) {
    ImmutableList.Builder<String> folders = ImmutableList.builder();
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders.build();
  }
}
