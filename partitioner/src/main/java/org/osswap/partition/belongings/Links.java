package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.stream.Collectors;
import org.osswap.base.SysRoot;

/**
 * Network devices as they are set, not whether there is a carrier: {@code up; mtu 1500; address
 * 52:54:00:77:00:0b; below br0}.
 */
final class Links {
  /** linux/if.h: IFF_UP. */
  private static final int IFF_UP = 1;

  private Links() {}

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    return ImmutableMap.copyOf(
        Maps.asMap(names, name -> state(look.root(), "/sys/class/net/" + name)));
  }

  private static String state(SysRoot root, String link) {
    if (!root.exists(link)) {
      return Kind.ABSENT;
    }
    int flags = root.value(link + "/flags", Integer::decode).orElse(0);
    // upper_br0: what stands on it, a bridge, bond or VLAN
    String over =
        root.list(link).stream()
            .filter(entry -> entry.startsWith("upper_"))
            .map(entry -> "; below " + entry.substring("upper_".length()))
            .collect(Collectors.joining());
    return ((flags & IFF_UP) != 0 ? "up" : "down")
        + root.text(link + "/mtu").map(mtu -> "; mtu " + mtu).orElse("")
        + root.text(link + "/address").map(mac -> "; address " + mac).orElse("")
        + over;
  }
}
