package org.osswap.apps;

import java.util.List;
import java.util.OptionalLong;

/**
 * One open file of a process: the link /proc/PID/fd/N and the flags of /proc/PID/fdinfo/N.
 *
 * @param target what the link says: a path, {@code socket:[123]}, {@code anon_inode:[io_uring]} ...
 * @param flags as of open(2), octal in fdinfo
 * @param mountId of the mount it was opened through
 */
public record OpenFile(int fd, String target, int flags, int mountId, long inode) {
  static final String IO_URING = "anon_inode:[io_uring]";

  private static final int O_ACCMODE = 03;

  /**
   * Parses the lines of its fdinfo.
   *
   * @throws IllegalArgumentException if flags or mount are no numbers
   */
  static OpenFile parse(int fd, String target, long inode, List<String> fdinfo) {
    int flags = 0;
    int mountId = 0;
    for (String line : fdinfo) {
      if (line.startsWith("flags:")) {
        flags = Integer.parseInt(line.substring(6).strip(), 8);
      } else if (line.startsWith("mnt_id:")) {
        mountId = Integer.parseInt(line.substring(7).strip());
      }
    }
    return new OpenFile(fd, target, flags, mountId, inode);
  }

  /** What CRIU calls a file that is not the application's own. */
  String externalName() {
    return "file[%x:%x]".formatted(mountId, inode);
  }

  boolean forWriting() {
    return (flags & O_ACCMODE) != 0;
  }

  boolean isPath() {
    return target.startsWith("/") && !target.startsWith("/memfd:");
  }

  boolean isIoUring() {
    return target.equals(IO_URING);
  }

  boolean isDeleted() {
    return isPath() && target.endsWith(ProcMaps.DELETED);
  }

  OptionalLong socket() {
    return target.startsWith("socket:[")
        ? OptionalLong.of(Long.parseLong(target.substring(8, target.length() - 1)))
        : OptionalLong.empty();
  }
}
