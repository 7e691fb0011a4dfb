package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.partition.inventory.PciAddress;
import org.osswap.proto.HostBridge;
import org.osswap.proto.Machine;
import org.osswap.proto.Nic;
import org.osswap.proto.PciFunction;

/**
 * Chooses the PCI root that goes to the successor, with the handoff NIC below it. A root goes as a
 * whole: its bridge decodes for all its buses.
 */
record RootChoice(HostBridge root, Nic nic) {

  /** The NIC that was asked for, or the first one whose root nothing in the running system needs. */
  static RootChoice choose(Machine machine, Optional<String> request) {
    return request.isPresent()
        ? requested(machine, request.get())
        : machine.getNicsList().stream()
            .sorted(Comparator.comparing(Nic::getPciAddress))
            .map(nic -> new RootChoice(rootOf(machine, nic), nic))
            .filter(choice -> choice.uses(machine).isEmpty())
            .findFirst()
            .orElseThrow(() -> none(machine));
  }

  private static RootChoice requested(Machine machine, String request) {
    String wanted = request.toLowerCase(Locale.ROOT);
    Nic nic =
        machine.getNicsList().stream()
            .filter(
                candidate ->
                    candidate.getName().equals(request)
                        || candidate.getMac().toLowerCase(Locale.ROOT).equals(wanted)
                        || candidate.getPciAddress().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "NIC " + request,
                        "there is no such PCI network interface",
                        "The machine has "
                            + String.join(
                                ", ", machine.getNicsList().stream().map(Nic::getName).toList())
                            + "."));
    if (nic.getDefaultRoute()) {
      throw Refusal.of(
          "NIC " + nic.getName(),
          "it carries the default route, which the running system's services need",
          "Choose another NIC, or move the route.");
    }
    RootChoice choice = new RootChoice(rootOf(machine, nic), nic);
    ImmutableList<String> uses = choice.usesOfOthers(machine);
    if (!uses.isEmpty()) {
      throw Refusal.of(
          "PCI root " + choice.name() + " with " + nic.getName(),
          "the running system needs it: " + String.join("; ", uses),
          "Choose a NIC below another root, or free these devices.");
    }
    boolean another =
        machine.getNicsList().stream()
            .anyMatch(
                other -> !choice.carries(other.getPciAddress()) && other.getAddressesCount() > 0);
    if (nic.getAddressesCount() > 0 && !another) {
      throw Refusal.of(
          "NIC " + nic.getName(),
          "it is the only one with an address",
          "Give the running system an address on a NIC below another PCI root.");
    }
    return choice;
  }

  private static Failure none(Machine machine) {
    if (machine.getNicsCount() == 0) {
      return Refusal.of(
          "PCI roots", "no network interface is a PCI function", "Add a NIC for the successor.");
    }
    String uses =
        machine.getNicsList().stream()
            .map(nic -> new RootChoice(rootOf(machine, nic), nic))
            .map(
                choice ->
                    choice.nic().getName()
                        + " below root "
                        + choice.name()
                        + " ("
                        + String.join("; ", choice.uses(machine))
                        + ")")
            .reduce((one, other) -> one + ", " + other)
            .orElse("");
    return Refusal.of(
        "PCI roots",
        "every root with a NIC is needed by the running system: " + uses,
        "Put a NIC below a PCI root that has none of the running system's addresses and disks.");
  }

  private static HostBridge rootOf(Machine machine, Nic nic) {
    return machine.getHostBridgesList().stream()
        .filter(root -> carries(root, nic.getPciAddress()))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    "NIC " + nic.getName(),
                    "no PCI host bridge leads to " + nic.getPciAddress(),
                    "Use a NIC that hangs on an ACPI host bridge (PNP0A03, PNP0A08)."));
  }

  static boolean carries(HostBridge root, String function) {
    PciAddress address = PciAddress.parse(function);
    return address.segment() == root.getSegment()
        && address.bus() >= root.getBusStart()
        && address.bus() <= root.getBusEnd();
  }

  boolean carries(String function) {
    return carries(root, function);
  }

  ImmutableList<PciFunction> functions(Machine machine) {
    return machine.getPciList().stream()
        .filter(function -> carries(function.getAddress()))
        .collect(ImmutableList.toImmutableList());
  }

  /** What the running system needs this root for. */
  private ImmutableList<String> uses(Machine machine) {
    return functions(machine).stream()
        .flatMap(
            function ->
                function.getUsesList().stream().map(use -> function.getAddress() + ": " + use))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> usesOfOthers(Machine machine) {
    return uses(machine).stream()
        .filter(use -> !use.startsWith(nic.getPciAddress() + ": "))
        .collect(ImmutableList.toImmutableList());
  }

  String name() {
    return String.format("%04x:%02x", root.getSegment(), root.getBusStart());
  }
}
