package org.osswap.partition.quiesce;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osswap.base.SysRoot;

/**
 * What an administrator sets on one network device, beside addresses and routes: it goes with the
 * device, and the device that comes back has the defaults.
 */
public final class LinkSettings {
  private static final ImmutableList<String> SYSCTLS =
      ImmutableList.of(
          "net/ipv4/conf/%s/forwarding",
          "net/ipv4/conf/%s/rp_filter",
          "net/ipv4/conf/%s/arp_ignore",
          "net/ipv4/conf/%s/arp_announce",
          "net/ipv4/conf/%s/proxy_arp",
          "net/ipv4/conf/%s/accept_local",
          "net/ipv6/conf/%s/disable_ipv6",
          "net/ipv6/conf/%s/forwarding");

  private LinkSettings() {}

  /** The device's sysctls, as they are named below /proc/sys. */
  public static ImmutableList<String> sysctls(String device) {
    return SYSCTLS.stream()
        .map(name -> String.format(name, device))
        .collect(ImmutableList.toImmutableList());
  }

  /** Hands out the files, with what they say, that have to be written when the device is back. */
  static void differing(SysRoot root, String device, BiConsumer<String, String> write) {
    for (String name : SYSCTLS) {
      String path = "/proc/sys/" + String.format(name, device);
      Optional<String> own = root.text(path);
      if (!own.equals(root.text("/proc/sys/" + String.format(name, "default")))) {
        own.ifPresent(value -> write.accept(path, value));
      }
    }
    String mtu = "/sys/class/net/" + device + "/mtu";
    root.text(mtu).ifPresent(value -> write.accept(mtu, value));
  }
}
