package org.osswap.launch.acpi;

import com.google.common.collect.ImmutableList;
import org.osswap.proto.HostBridge;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/** Which functions of the machine are behind a PCI root. */
public final class RootFunctions {
  private RootFunctions() {}

  /** The functions on the root's buses, in the machine's order. */
  public static ImmutableList<PciFunction> of(PartitionPlan plan, HostBridge root) {
    return plan.getMachine().getPciList().stream()
        .filter(function -> segment(function) == root.getSegment())
        .filter(function -> root.getBusStart() <= function.getBus() && function.getBus() <= root.getBusEnd())
        .collect(ImmutableList.toImmutableList());
  }

  private static int segment(PciFunction function) {
    int colon = function.getAddress().indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(function.getAddress().substring(0, colon), 16);
  }
}
