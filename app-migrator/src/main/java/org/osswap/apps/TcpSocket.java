package org.osswap.apps;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * A TCP socket from /proc/net/tcp or tcp6 (proc_net_tcp in the kernel's documentation): addresses
 * are words of host byte order in hexadecimal, ports are plain hexadecimal.
 *
 * <pre>   0: 65004D0A:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   102        0 14502 1 ...</pre>
 */
public record TcpSocket(
    InetAddress local, int port, InetAddress remote, int remotePort, int state, long inode) {
  /** TCP_LISTEN of net/tcp_states.h. */
  private static final int LISTEN = 0x0A;

  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

  /**
   * Parses the file's lines; the heading is skipped.
   *
   * @throws IllegalArgumentException if a socket's address or number is none
   */
  static ImmutableList<TcpSocket> parse(List<String> lines) {
    ImmutableList.Builder<TcpSocket> sockets = ImmutableList.builder();
    for (String line : lines) {
      List<String> words = WORDS.splitToList(line);
      if (words.size() < 10 || !words.get(0).endsWith(":")) {
        continue;
      }
      sockets.add(
          new TcpSocket(
              address(words.get(1)), port(words.get(1)), address(words.get(2)), port(words.get(2)),
              Integer.parseInt(words.get(3), 16),
              Long.parseLong(words.get(9))));
    }
    return sockets.build();
  }

  private static InetAddress address(String field) {
    byte[] words = BaseEncoding.base16().decode(field.split(":", 2)[0].toUpperCase(Locale.ROOT));
    if (words.length != 4 && words.length != 16) {
      throw new IllegalArgumentException("not an address: " + field);
    }
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[(i & ~3) + 3 - (i & 3)];
    }
    try {
      // A v4 address inside a v6 socket becomes a plain v4 address.
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(field, e);
    }
  }

  private static int port(String field) {
    return Integer.parseInt(field.substring(field.indexOf(':') + 1), 16);
  }

  boolean listens() {
    return state == LISTEN;
  }

  /** Is the other one this connection's other end, on the same machine? */
  boolean isPeer(TcpSocket other) {
    return other.local.equals(remote) && other.port == remotePort
        && other.remote.equals(local) && other.remotePort == port;
  }

  String endpoint() {
    return InetAddresses.toAddrString(local) + ":" + port;
  }
}
