package org.osswap.apps;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * A unix socket as {@code ss -xapnH} shows it:
 *
 * <pre>u_str ESTAB 0 0 /run/systemd/journal/stdout 13312 * 13311 users:(("systemd-journal",pid=160,fd=19))</pre>
 *
 * @param type u_str, u_dgr or u_seq
 * @param name empty when it has none
 * @param peer inode of the other end; 0: not connected
 * @param users as ss prints them, for messages; may be empty
 */
public record UnixSocket(String type, String state, String name, long inode, long peer, String users) {
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  static ImmutableMap<Long, UnixSocket> parse(List<String> lines) {
    ImmutableMap.Builder<Long, UnixSocket> sockets = ImmutableMap.builder();
    for (String line : lines) {
      List<String> w = WORDS.splitToList(line);
      if (w.size() < 8 || !w.get(0).startsWith("u_") || !isNumber(w.get(5)) || !isNumber(w.get(7))) {
        continue;
      }
      sockets.put(
          Long.parseLong(w.get(5)),
          new UnixSocket(
              w.get(0), w.get(1), w.get(4).equals("*") ? "" : w.get(4), Long.parseLong(w.get(5)),
              Long.parseLong(w.get(7)), String.join(" ", w.subList(8, w.size()))));
    }
    return sockets.buildKeepingLast();
  }

  private static boolean isNumber(String word) {
    return word.matches("[0-9]{1,18}");
  }

  boolean isStream() {
    return !type.equals("u_dgr");
  }
}
