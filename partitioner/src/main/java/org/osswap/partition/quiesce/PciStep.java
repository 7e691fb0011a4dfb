package org.osswap.partition.quiesce;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Comparator;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.handoff.Undos;
import org.osswap.partition.inventory.PciAddress;
import org.osswap.proto.HostBridge;
import org.osswap.proto.Nic;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/**
 * Makes the running kernel forget the partition's PCI roots. Unbinding drivers isn't enough: a
 * later kexec of this kernel clears bus mastering on every device that it still knows.
 *
 * <p>The functions on the root bus are removed, and all behind them with them.
 */
final class PciStep {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DEVICES = "/sys/bus/pci/devices/";

  private final Act act;

  PciStep(Act act) {
    this.act = act;
  }

  void run(PartitionPlan plan) {
    ImmutableList<PciFunction> functions = functions(plan);
    for (Nic nic : plan.getMachine().getNicsList()) {
      if (functions.stream().anyMatch(f -> f.getAddress().equals(nic.getPciAddress()))) {
        new NicStep(act).run(nic);
      }
    }
    recordReturn(functions);
    for (PciFunction function : functions) {
      unbind(function);
    }
    functions.stream()
        .map(PciFunction::getAddress)
        .filter(this::known)
        .forEach(function -> PciCommand.stopBusMastering(act.root(), function));
    act.progress().accept("bus mastering is off in " + functions.size() + " PCI functions");
    for (String function : plan.getRemovedFunctionsList()) {
      remove(function);
    }
  }

  /** What lies behind the partition's roots, devices before the bridges above them. */
  private static ImmutableList<PciFunction> functions(PartitionPlan plan) {
    return plan.getMachine().getPciList().stream()
        .filter(function -> plan.getPartitionRootsList().stream().anyMatch(r -> has(r, function)))
        .sorted(Comparator.comparingInt(PciFunction::getBus).reversed())
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean has(HostBridge root, PciFunction function) {
    return PciAddress.parse(function.getAddress()).segment() == root.getSegment()
        && function.getBus() >= root.getBusStart()
        && function.getBus() <= root.getBusEnd();
  }

  private boolean known(String function) {
    return act.root().exists(DEVICES + function);
  }

  /**
   * Last recorded, first undone: the rescan; the drivers, and then udev's names. A root that a swap has added could be
   * ejected as a whole; but Linux 6.12 was seen to keep its windows then, and to find no room for the same devices again.
   */
  private void recordReturn(ImmutableList<PciFunction> functions) {
    if (act.root().exists("/usr/bin/udevadm") || act.root().exists("/bin/udevadm")) {
      act.undoLog()
          .accept(
              Undos.command(
                  "wait for the names of network interfaces", "udevadm", "settle", "--timeout=30"));
    }
    for (PciFunction function : functions.reverse()) {
      if (!function.getDriver().isEmpty() && !function.getBridge()) {
        act.undoLog()
            .accept(
                Undos.write(
                    "bind a driver to " + function.getAddress(),
                    "/sys/bus/pci/drivers_probe",
                    function.getAddress()));
      }
    }
    act.undoLog()
        .accept(Undos.write("find removed PCI functions again", "/sys/bus/pci/rescan", "1"));
  }

  private void unbind(PciFunction function) {
    String driver = DEVICES + function.getAddress() + "/driver";
    if (!function.getBridge() && act.root().exists(driver)) {
      act.write(
          "unbind a driver",
          function.getAddress(),
          driver + "/unbind",
          function.getAddress(),
          "See the kernel's log for what uses this device.");
    }
  }

  private void remove(String function) {
    if (known(function)) {
      act.write(
          "remove a PCI function",
          function,
          DEVICES + function + "/remove",
          "1",
          "See the kernel's log.");
    }
    if (!Poll.until(() -> !known(function), LIMIT)) {
      throw new Failure(
          "remove a PCI function", function, "it is still there", "See the kernel's log.");
    }
    act.progress().accept("PCI function " + function + " is removed");
  }
}
