package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableRangeSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;
import org.osswap.proto.Ecam;
import org.osswap.proto.HostBridge;
import org.osswap.proto.Machine;
import org.osswap.proto.PciFunction;

/** Reads the PCI functions and the host bridges that lead to them. */
final class PciReader {
  private static final String DEVICES = "/sys/bus/pci/devices/";
  private static final Pattern ROOT = Pattern.compile("pci([0-9a-f]{4,}):([0-9a-f]{2})");
  private static final int BRIDGE_CLASS = 0x0604;
  private static final int LAST_BUS = 0xff;

  private final SysRoot root;
  private final ImmutableMap<String, PciResources> resources;

  PciReader(SysRoot root) {
    this.root = root;
    this.resources =
        root.list(DEVICES).stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    name -> name,
                    name -> root.parse(DEVICES + name + "/resource", PciResources::parse)));
  }

  /**
   * The functions.
   *
   * @param uses function to what the running OS needs it for
   */
  ImmutableList<PciFunction> functions(ImmutableListMultimap<String, String> uses) {
    return resources.keySet().stream()
        .map(name -> function(name, uses.get(name)))
        .collect(ImmutableList.toImmutableList());
  }

  private PciFunction function(String name, List<String> uses) {
    PciAddress address = PciAddress.parse(name);
    int classCode = number(name, "class");
    return PciFunction.newBuilder()
        .setAddress(name)
        .setBus(address.bus())
        .setDevice(address.device())
        .setFunction(address.function())
        .setVendorId(number(name, "vendor"))
        .setDeviceId(number(name, "device"))
        .setClassCode(classCode)
        .setDriver(root.linkName(DEVICES + name + "/driver").orElse(""))
        .setBridge(classCode >> 8 == BRIDGE_CLASS)
        .addAllBars(Extents.list(resources.get(name).memory()))
        .addAllUses(uses)
        .build();
  }

  private int number(String function, String file) {
    return root.value(DEVICES + function + "/" + file, Integer::decode).orElse(0);
  }

  /** A root bus, while its windows are being found. */
  private record Root(int segment, int bus) {
    String resourceName() {
      return String.format("PCI Bus %04x:%02x", segment, bus);
    }
  }

  /**
   * The host bridges. A bridge's windows are what the kernel claimed for it and all BARs behind it;
   * what lies behind another bridge is never part of them.
   */
  ImmutableList<HostBridge> hostBridges(
      ResourceTree iomem, ResourceTree ports, List<Ecam> ecam, Optional<Machine> carried) {
    ImmutableList<Root> roots = roots();
    ImmutableMap<Root, Integer> lastBus = lastBuses(roots, ecam);
    Map<Root, ImmutableRangeSet<Long>> bars = new HashMap<>();
    Map<Root, ImmutableRangeSet<Long>> ioBars = new HashMap<>();
    for (Root bridge : roots) {
      bars.put(bridge, behind(bridge, lastBus.get(bridge), PciResources::memory));
      ioBars.put(bridge, behind(bridge, lastBus.get(bridge), PciResources::io));
    }
    ImmutableList.Builder<HostBridge> bridges = ImmutableList.builder();
    for (Root bridge : roots) {
      HostBridge.Builder made =
          HostBridge.newBuilder()
              .setSegment(bridge.segment())
              .setBusStart(bridge.bus())
              .setBusEnd(lastBus.get(bridge))
              .addAllMemory(
                  Extents.list(windows(bridge, iomem.named(bridge.resourceName()), bars)));
      ImmutableRangeSet<Long> io =
          windows(bridge, ports.named(bridge.resourceName()).union(carriedIo(carried, bridge)), ioBars);
      bridges.add(made.addAllIo(Extents.list(io)).build());
    }
    return bridges.build();
  }

  private ImmutableList<Root> roots() {
    return root.list("/sys/devices").stream()
        .map(ROOT::matcher)
        .filter(Matcher::matches)
        .map(
            name -> new Root(Integer.parseInt(name.group(1), 16), Integer.parseInt(name.group(2), 16)))
        .sorted(Comparator.comparingInt(Root::segment).thenComparingInt(Root::bus))
        .collect(ImmutableList.toImmutableList());
  }

  /** A root has the buses up to the next root of its segment, or to the end of the ECAM window. */
  private static ImmutableMap<Root, Integer> lastBuses(List<Root> roots, List<Ecam> ecam) {
    ImmutableMap.Builder<Root, Integer> last = ImmutableMap.builder();
    for (int i = 0; i < roots.size(); i++) {
      Root bridge = roots.get(i);
      boolean next = i + 1 < roots.size() && roots.get(i + 1).segment() == bridge.segment();
      int end = next ? roots.get(i + 1).bus() - 1 : LAST_BUS;
      for (Ecam window : ecam) {
        if (window.getSegment() == bridge.segment()
            && window.getBusStart() <= bridge.bus()
            && bridge.bus() <= window.getBusEnd()) {
          end = Math.min(end, window.getBusEnd());
        }
      }
      last.put(bridge, end);
    }
    return last.buildOrThrow();
  }

  private ImmutableRangeSet<Long> behind(
      Root bridge, int lastBus, Function<PciResources, ImmutableRangeSet<Long>> part) {
    return Extents.union(
        resources.keySet().stream()
            .filter(name -> PciAddress.parse(name).segment() == bridge.segment())
            .filter(name -> PciAddress.parse(name).bus() >= bridge.bus())
            .filter(name -> PciAddress.parse(name).bus() <= lastBus)
            .flatMap(name -> part.apply(resources.get(name)).asRanges().stream())
            .collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableRangeSet<Long> windows(
      Root bridge, ImmutableRangeSet<Long> claimed, Map<Root, ImmutableRangeSet<Long>> bars) {
    ImmutableRangeSet<Long> windows = claimed.union(bars.get(bridge));
    for (Map.Entry<Root, ImmutableRangeSet<Long>> other : bars.entrySet()) {
      if (!other.getKey().equals(bridge)) {
        windows = windows.difference(other.getValue());
      }
    }
    return windows;
  }

  /** A successor's kernel is told of no port windows; those that the firmware told of still hold. */
  private static ImmutableRangeSet<Long> carriedIo(Optional<Machine> carried, Root bridge) {
    return Extents.set(
        carried.stream()
            .flatMap(machine -> machine.getHostBridgesList().stream())
            .filter(old -> old.getBusStart() == bridge.bus())
            .flatMap(old -> old.getIoList().stream())
            .toList());
  }
}
