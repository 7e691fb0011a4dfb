package org.osswap.controller;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The kernel's table of file locks, proc_locks(5):
 *
 * <pre>
 * 4: POSIX  ADVISORY  WRITE 1729 fe:00:2302774 0 EOF
 * 4: -> POSIX  ADVISORY  WRITE 1730 fe:00:2302774 0 EOF
 * </pre>
 *
 * <p>The second one waits. A device is major:minor in hexadecimal, an inode decimal.
 */
final class LockTable {
  private static final Splitter FIELDS = Splitter.on(' ').omitEmptyStrings();
  private static final int KIND = 1;
  private static final int MODE = 3;
  private static final int PID = 4;
  private static final int FILE = 5;

  private LockTable() {}

  /**
   * Who has locked a file for writing, with fcntl(2); empty: nobody.
   *
   * @param device stat(2)'s st_dev
   * @throws IllegalArgumentException if its holder's number is none
   */
  static OptionalLong holder(List<String> lines, long device, long inode) {
    String file = String.format(Locale.ROOT, "%02x:%02x:%d", major(device), minor(device), inode);
    return lines.stream()
        .map(FIELDS::splitToList)
        .filter(
            lock ->
                lock.size() > FILE
                    && lock.get(KIND).equals("POSIX")
                    && lock.get(MODE).equals("WRITE")
                    && lock.get(FILE).equals(file))
        .mapToLong(lock -> Long.parseLong(lock.get(PID)))
        .findFirst();
  }

  /** The encoding of a device number in 64 bits: makedev(3). */
  private static long major(long device) {
    return (device >> 8) & 0xfff;
  }

  private static long minor(long device) {
    return (device & 0xff) | ((device >> 12) & 0xfff00);
  }
}
