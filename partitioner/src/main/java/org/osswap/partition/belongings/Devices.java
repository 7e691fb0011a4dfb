package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import org.osswap.base.SysRoot;

/** Devices of a bus, and the driver that each is bound to. */
final class Devices {
  private Devices() {}

  static ImmutableMap<String, String> pci(Look look, ImmutableSet<String> names) {
    return drivers(look.root(), "/sys/bus/pci/devices/", names);
  }

  static ImmutableMap<String, String> memory(Look look, ImmutableSet<String> names) {
    return drivers(look.root(), "/sys/bus/dax/devices/", names);
  }

  private static ImmutableMap<String, String> drivers(
      SysRoot root, String bus, ImmutableSet<String> names) {
    return ImmutableMap.copyOf(Maps.asMap(names, name -> driver(root, bus + name)));
  }

  private static String driver(SysRoot root, String device) {
    return root.exists(device)
        ? root.linkName(device + "/driver").map(name -> "driven by " + name).orElse("without a driver")
        : Kind.ABSENT;
  }
}
