package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.io.BaseEncoding;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes through a network device.
 *
 * <pre>
 * /proc/net/route: Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
 *   eth1  00004D0A  00000000  0001  0  0  0  00FFFFFF  0  0  0
 * /proc/net/ipv6_route: destination length source length gateway metric RefCnt Use flags Iface
 * </pre>
 *
 * <p>Addresses are hexadecimal; those of IPv4 are words of the machine, their bytes reversed. Of IPv6
 * only those through a gateway that no router announced: the others come and go by themselves.
 */
final class Routes {
  private static final String IPV4 = "/proc/net/route";
  private static final String IPV6 = "/proc/net/ipv6_route";
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  /** linux/route.h, linux/ipv6_route.h. */
  private static final int RTF_GATEWAY = 0x0002;

  private static final int RTF_ADDRCONF = 0x40000;

  private Routes() {}

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    if (names.isEmpty()) {
      return ImmutableMap.of();
    }
    return ImmutableMap.copyOf(
        Maps.asMap(
            names,
            name -> {
              String routes =
                  Stream.of(
                          look.root().parse(IPV4, lines -> ipv4(lines, name).toList()),
                          look.root().parse(IPV6, lines -> ipv6(lines, name).toList()))
                      .flatMap(List::stream)
                      .sorted()
                      .collect(Collectors.joining("; "));
              return routes.isEmpty() ? "none" : routes;
            }));
  }

  /**
   * The device's routes; what has too few words is skipped.
   *
   * @throws IllegalArgumentException when the stream is read, if an address or number is none
   */
  static Stream<String> ipv4(List<String> lines, String device) {
    return lines.stream()
        .map(WORDS::splitToList)
        .filter(words -> words.size() > 7 && words.get(0).equals(device))
        .map(
            words ->
                ipv4(words.get(1))
                    + "/"
                    + Long.bitCount(Long.parseLong(words.get(7), 16))
                    + ((Integer.parseInt(words.get(3), 16) & RTF_GATEWAY) != 0
                        ? " via " + ipv4(words.get(2))
                        : "")
                    + " metric "
                    + words.get(6));
  }

  /**
   * The device's routes; what has too few words is skipped.
   *
   * @throws IllegalArgumentException when the stream is read, if an address or number is none
   */
  static Stream<String> ipv6(List<String> lines, String device) {
    return lines.stream()
        .map(WORDS::splitToList)
        .filter(words -> words.size() > 9 && words.get(9).equals(device))
        .filter(
            words -> {
              long flags = Long.parseLong(words.get(8), 16);
              return (flags & RTF_GATEWAY) != 0 && (flags & RTF_ADDRCONF) == 0;
            })
        .map(
            words ->
                address(bytes(words.get(0)))
                    + "/"
                    + Integer.parseInt(words.get(1), 16)
                    + " via "
                    + address(bytes(words.get(4)))
                    + " metric "
                    + Long.parseLong(words.get(5), 16));
  }

  private static String ipv4(String word) {
    List<Byte> reversed = Bytes.asList(bytes(word));
    Collections.reverse(reversed);
    return address(Bytes.toArray(reversed));
  }

  private static byte[] bytes(String hex) {
    return BaseEncoding.base16().ignoreCase().decode(hex);
  }

  private static String address(byte[] bytes) {
    try {
      return InetAddresses.toAddrString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }
}
