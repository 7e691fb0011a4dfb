package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Nic;

/** The NICs, and what the running OS reaches through each of them, bridges and bonds included. */
final class Network {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SysRoot root;
  private final ImmutableList<IpJson.Link> links;
  private final ImmutableSet<String> defaultRoutes;
  private final ImmutableList<String> destinations;

  private Network(
      SysRoot root,
      List<IpJson.Link> links,
      List<IpJson.Route> routes,
      List<IpJson.Route> routes6) {
    this.root = root;
    this.links = ImmutableList.copyOf(links);
    this.defaultRoutes =
        Stream.concat(routes.stream(), routes6.stream())
            .filter(IpJson.Route::isDefault)
            .map(IpJson.Route::device)
            .collect(ImmutableSet.toImmutableSet());
    this.destinations =
        routes.stream()
            .filter(route -> !route.isDefault())
            .map(IpJson.Route::destination)
            .distinct()
            .collect(ImmutableList.toImmutableList());
  }

  static Network read(SysRoot root, ProcessRunner runner) {
    String remedy = "Install iproute2.";
    String links =
        runner.run(LIMIT, "ip", "-j", "addr").orFail("read addresses", "ip", remedy).out();
    String routes =
        runner.run(LIMIT, "ip", "-j", "route").orFail("read routes", "ip", remedy).out();
    String routes6 =
        runner.run(LIMIT, "ip", "-6", "-j", "route").orFail("read routes", "ip", remedy).out();
    return new Network(
        root, IpJson.links(links), IpJson.routes(routes), IpJson.routes(routes6));
  }

  /** Where the IPv4 routes of the main table lead, but for default: 10.0.0.0/8, 10.1.2.3. */
  ImmutableList<String> destinations() {
    return destinations;
  }

  /** The NICs that are PCI functions, with their own addresses. */
  ImmutableList<Nic> nics() {
    return links.stream()
        .filter(link -> !function(link.name()).isEmpty())
        .map(
            link ->
                Nic.newBuilder()
                    .setName(link.name())
                    .setMac(link.mac())
                    .setPciAddress(function(link.name()))
                    .addAllAddresses(link.addresses())
                    .setDefaultRoute(
                        over(link.name()).stream().anyMatch(defaultRoutes::contains))
                    .setUp(link.up())
                    .build())
        .collect(ImmutableList.toImmutableList());
  }

  /** PCI function to why the running OS needs it. */
  ImmutableListMultimap<String, String> uses() {
    ImmutableListMultimap.Builder<String, String> uses = ImmutableListMultimap.builder();
    for (IpJson.Link link : links) {
      String function = function(link.name());
      if (function.isEmpty()) {
        continue;
      }
      for (IpJson.Link user : links) {
        if (over(link.name()).contains(user.name())) {
          user.addresses().forEach(address -> uses.put(function, address + " on " + user.name()));
          if (defaultRoutes.contains(user.name())) {
            uses.put(function, "default route through " + user.name());
          }
        }
      }
    }
    return uses.build();
  }

  private String function(String name) {
    return SysfsPath.function(root, "/sys/class/net/" + name);
  }

  /** The interface itself and all that stand on it: upper_br0, upper_bond0 ... */
  private ImmutableSet<String> over(String name) {
    ImmutableSet.Builder<String> names = ImmutableSet.<String>builder().add(name);
    for (String entry : root.list("/sys/class/net/" + name)) {
      if (entry.startsWith("upper_")) {
        names.addAll(over(entry.substring("upper_".length())));
      }
    }
    return names.build();
  }
}
