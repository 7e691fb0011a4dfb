package org.osswap.handoff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.osswap.proto.FileDescription;

/** A file's mode, owner and time, as its description says. */
final class Attributes {
  private Attributes() {}

  /** Owner first: chown(2) clears the set-id bits. */
  static void apply(Path path, FileDescription file, boolean owners) throws IOException {
    own(path, file, owners);
    Files.setAttribute(path, "unix:mode", file.getMode() & 07777, LinkOption.NOFOLLOW_LINKS);
    if (file.getMtimeMillis() != 0) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(file.getMtimeMillis()));
    }
  }

  static void own(Path path, FileDescription file, boolean owners) throws IOException {
    if (owners) {
      Files.setAttribute(path, "unix:uid", file.getUid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", file.getGid(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
