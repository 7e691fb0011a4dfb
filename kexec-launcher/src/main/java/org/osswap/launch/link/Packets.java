package org.osswap.launch.link;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.osswap.base.Failure;

/**
 * What may pass over the link: IPv4 packets between its two ends, and nothing else. So neither OS routes
 * through it, and whatever the other side writes reaches this system from the link's address only.
 *
 * <p>The header is RFC 791, section 3.1: version at byte 0, total length at 2, source at 12, destination at 16.
 */
final class Packets {
  private static final int HEADER = 20;
  private static final int TOTAL_LENGTH = 2;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;

  private final int local;
  private final int peer;

  private Packets(int local, int peer) {
    this.local = local;
    this.peer = peer;
  }

  /**
   * Packets between two addresses.
   *
   * @param local IPv4, without a prefix length
   * @param peer the same
   * @throws Failure if it isn't
   */
  static Packets between(String local, String peer) {
    return new Packets(number(local), number(peer));
  }

  /** Whether a packet that this system sends belongs on the link. */
  boolean leave(byte[] packet, int length) {
    return isBetween(packet, length, local, peer);
  }

  /** Whether a packet that came over the link may reach this system. */
  boolean enter(byte[] packet, int length) {
    return isBetween(packet, length, peer, local);
  }

  private static boolean isBetween(byte[] packet, int length, int source, int destination) {
    if (length < HEADER) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(packet, 0, length);
    int total = header.getShort(TOTAL_LENGTH) & 0xffff;
    return header.get(0) >> 4 == 4
        && total >= HEADER
        && total <= length
        && header.getInt(SOURCE) == source
        && header.getInt(DESTINATION) == destination;
  }

  private static int number(String text) {
    try {
      InetAddress address = InetAddresses.forString(text);
      if (address instanceof Inet4Address) {
        return InetAddresses.coerceToInteger(address);
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new Failure(
        "read the memory link's addresses", text, "is no IPv4 address", "Make a new plan.");
  }
}
