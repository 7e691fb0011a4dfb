package org.osswap.launch;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.launch.acpi.AcpiTables;
import org.osswap.launch.acpi.RootFunctions;
import org.osswap.proto.HostBridge;
import org.osswap.proto.PartitionPlan;

/** Has the kernel find the remainder's PCI roots, and makes their functions quiet. */
final class PciTakeover {
  private final SysRoot root;
  private final Takeover.Hotplug hotplug;
  private final Duration limit;

  PciTakeover(SysRoot root, Takeover.Hotplug hotplug, Duration limit) {
    this.root = root;
    this.hotplug = hotplug;
    this.limit = limit;
  }

  /**
   * Takes all roots.
   *
   * @param crashed nothing made the functions quiet before: one that doesn't appear may be at work
   * @return functions that may still write to memory on their own, by this kernel's names
   */
  ImmutableList<String> run(PartitionPlan plan, boolean crashed, Takeover.Ledger ledger) {
    ImmutableList.Builder<String> loud = ImmutableList.builder();
    for (int i = 0; i < plan.getRemainderRootsCount(); i++) {
      HostBridge bridge = plan.getRemainderRoots(i);
      String object = object(bridge);
      List<String> expected = functions(plan, bridge);
      try {
        take(i, object, expected, ledger);
        loud.addAll(crashed ? missing(expected) : List.of());
      } catch (IOException e) {
        hotplug.withdrawRoot(i);
        ledger.left("pci", object, String.valueOf(e.getMessage()));
        loud.addAll(expected);
      }
    }
    return loud.build();
  }

  private static String object(HostBridge bridge) {
    return String.format("%04x:%02x", AcpiTables.segment(), bridge.getBusStart());
  }

  private boolean appears(int index, String object, List<String> expected) throws IOException {
    String directory = "/sys/devices/pci" + object;
    hotplug.grantRoot(index);
    boolean all = Poll.until(() -> root.exists(directory) && missing(expected).isEmpty(), limit);
    if (!root.exists(directory)) {
      throw new IOException("the root did not appear within " + limit.toSeconds() + " s");
    }
    return all;
  }

  private void take(int index, String object, List<String> expected, Takeover.Ledger ledger)
      throws IOException {
    if (!appears(index, object, expected)) {
      ledger.left("pci", object, "these functions did not appear: " + missing(expected));
    }
    int quieted = quiet(object);
    ledger.taken(
        "pci",
        object,
        (expected.size() - missing(expected).size())
            + " functions, bus mastering cleared in "
            + quieted
            + " without a driver");
  }

  /** All functions of the successor's segment, the unexpected too; those that have their driver are left alone. */
  private int quiet(String object) throws IOException {
    PciQuiet quiet = new PciQuiet(root);
    int quieted = 0;
    for (String function : root.list("/sys/bus/pci/devices")) {
      if (function.startsWith(object.substring(0, 5)) && quiet.quiet(function)) {
        quieted++;
      }
    }
    return quieted;
  }

  private List<String> missing(List<String> functions) {
    return functions.stream()
        .filter(function -> !root.exists("/sys/bus/pci/devices/" + function))
        .toList();
  }

  /** The functions behind a root, as this kernel names them. */
  private static ImmutableList<String> functions(PartitionPlan plan, HostBridge bridge) {
    return RootFunctions.of(plan, bridge).stream()
        .map(
            f ->
                String.format(
                    "%04x:%02x:%02x.%x",
                    AcpiTables.segment(), f.getBus(), f.getDevice(), f.getFunction()))
        .collect(ImmutableList.toImmutableList());
  }
}
