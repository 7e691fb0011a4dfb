package org.osswap.apps;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * One process as /proc/PID/stat shows it (proc(5)): {@code 412 (redis-server) S 1 412 412 0 ...}.
 *
 * @param state one letter: R, S, D, T (stopped), t (traced), Z ...
 * @param started in clock ticks since boot: with the pid it names a process for good
 */
public record ProcStat(
    int pid, String command, char state, int parent, int group, int session, int threads, long started) {
  private static final Splitter SPACES = Splitter.on(' ');

  /**
   * Parses the file's text.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  static ProcStat parse(String text) {
    // The command may contain anything, parentheses and spaces too; the last one ends it.
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open || close + 2 > text.length()) {
      throw new IllegalArgumentException("no command in parentheses");
    }
    List<String> rest = SPACES.splitToList(text.substring(close + 2));
    if (rest.size() < 20 || rest.get(0).length() != 1) {
      throw new IllegalArgumentException(rest.size() + " fields behind the command");
    }
    return new ProcStat(
        Integer.parseInt(text.substring(0, open - 1)),
        text.substring(open + 1, close),
        rest.get(0).charAt(0),
        Integer.parseInt(rest.get(1)),
        Integer.parseInt(rest.get(2)),
        Integer.parseInt(rest.get(3)),
        Integer.parseInt(rest.get(17)),
        Long.parseLong(rest.get(19)));
  }
}
