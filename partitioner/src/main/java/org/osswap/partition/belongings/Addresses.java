package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osswap.partition.inventory.IpJson;

/** IP addresses, each with its prefix and device: {@code 10.77.0.101/32 on eth0}. */
final class Addresses {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Addresses() {}

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    if (names.isEmpty()) {
      return ImmutableMap.of();
    }
    List<IpJson.Link> links =
        IpJson.links(
            look.runner()
                .run(LIMIT, "ip", "-j", "addr")
                .orFail("read addresses", "ip", "Install iproute2.")
                .out());
    return ImmutableMap.copyOf(Maps.asMap(names, ip -> state(links, ip)));
  }

  private static String state(List<IpJson.Link> links, String ip) {
    List<String> found = new ArrayList<>();
    for (IpJson.Link link : links) {
      for (String cidr : link.addresses()) {
        if (cidr.startsWith(ip + "/")) {
          found.add(cidr + " on " + link.name());
        }
      }
    }
    return found.isEmpty() ? Kind.ABSENT : String.join("; ", found);
  }
}
