package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.function.UnaryOperator;
import org.osswap.base.SysRoot;

/** Things whose state one file of the kernel tells. */
final class KernelFiles {
  private KernelFiles() {}

  /** A CPU that can't be taken offline has no file {@code online}. */
  static ImmutableMap<String, String> cpus(Look look, ImmutableSet<String> names) {
    return states(
        names,
        name -> {
          String path = "/sys/devices/system/cpu/cpu" + name;
          String online =
              look.root()
                  .text(path + "/online")
                  .orElse(look.root().exists(path) ? "1" : Kind.ABSENT);
          return online.equals("1") ? "online" : online.equals("0") ? "offline" : online;
        });
  }

  /** {@code online Movable}: the zone decides whether a block can be taken offline another time. */
  static ImmutableMap<String, String> memoryBlocks(Look look, ImmutableSet<String> names) {
    return states(
        names,
        name -> {
          String path = "/sys/devices/system/memory/" + name;
          String state = look.root().text(path + "/state").orElse(Kind.ABSENT);
          return state.equals("online")
              ? (state + " " + look.root().text(path + "/valid_zones").orElse("")).strip()
              : state;
        });
  }

  /** Named with slashes, as network devices have names with dots. */
  static ImmutableMap<String, String> sysctls(Look look, ImmutableSet<String> names) {
    return texts(look.root(), names, name -> "/proc/sys/" + name);
  }

  /** 1: one is loaded. */
  static ImmutableMap<String, String> kexecImages(Look look, ImmutableSet<String> names) {
    return texts(look.root(), names, name -> "/sys/kernel/" + name);
  }

  /** 1: frozen. */
  static ImmutableMap<String, String> cgroups(Look look, ImmutableSet<String> names) {
    return texts(look.root(), names, name -> "/sys/fs/cgroup" + name + "/cgroup.freeze");
  }

  private static ImmutableMap<String, String> texts(
      SysRoot root, ImmutableSet<String> names, UnaryOperator<String> path) {
    return states(names, name -> root.text(path.apply(name)).orElse(Kind.ABSENT));
  }

  private static ImmutableMap<String, String> states(
      ImmutableSet<String> names, UnaryOperator<String> state) {
    return ImmutableMap.copyOf(Maps.asMap(names, state::apply));
  }
}
