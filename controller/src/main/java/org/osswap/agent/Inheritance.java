package org.osswap.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.primitives.Ints;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.controller.AgentHome;
import org.osswap.controller.StateDir;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.launch.acpi.AcpiTables;
import org.osswap.launch.memory.IoMem;
import org.osswap.partition.inventory.PciAddress;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * What this OS has while the incumbent runs: what the plan gives it, and nothing more. Whatever else
 * it had, two kernels would use.
 */
final class Inheritance {
  private static final String TABLES = "/sys/firmware/acpi/tables";

  /** Directories in there. */
  private static final ImmutableSet<String> NO_TABLES = ImmutableSet.of("data", "dynamic");

  /** ACPI 6.5, section 5.2.6: the OEM ID in a table's header. */
  private static final int OEM_ID = 10;

  private static final int OEM_ID_SIZE = 6;

  private final SysRoot root;
  private final PartitionPlan plan;

  Inheritance(SysRoot root, PartitionPlan plan) {
    this.root = root;
    this.plan = plan;
  }

  /**
   * Looks through all of it. Not to be asked once the incumbent has ended.
   *
   * @throws Failure that names everything that isn't this OS's
   */
  void refuseExcess() {
    List<String> excess =
        Stream.of(cpus(), memory(), functions(), firmware(), swaps())
            .flatMap(List::stream)
            .toList();
    if (!excess.isEmpty()) {
      throw new Failure(
          "keep to the partition",
          "swap " + plan.getId(),
          "this OS has what its plan doesn't give it: " + String.join(", ", excess),
          "Report it, with 'osswap plan --json' and the successor's kernel log; what is a file has"
              + " to be taken out of the target image.");
    }
  }

  /** Lines of /proc/cpuinfo: {@code apicid : 2}; only CPUs that are online are there. */
  private ImmutableList<String> cpus() {
    ImmutableSet<Integer> given =
        plan.getCpusList().stream().map(Cpu::getApicId).collect(ImmutableSet.toImmutableSet());
    return root.lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("apicid"))
        .flatMap(
            line ->
                Optional.ofNullable(Ints.tryParse(line.substring(line.indexOf(':') + 1).strip()))
                    .stream())
        .filter(id -> !given.contains(id))
        .map(id -> "the CPU with APIC id " + id)
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> memory() {
    ImmutableRangeSet<Long> given =
        Extents.set(
            Iterables.concat(plan.getMemoryList(), ImmutableList.of(plan.getLow().getRam())));
    ImmutableRangeSet<Long> excess =
        Extents.set(IoMem.named(root, "System RAM")).difference(given);
    return excess.isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of("the memory " + Extents.describe(excess));
  }

  /** All in the segment of the successor's own tables, on buses of the partition's roots. */
  private ImmutableList<String> functions() {
    return root.list("/sys/bus/pci/devices").stream()
        .filter(name -> !isGiven(PciAddress.parse(name)))
        .map(name -> "the PCI function " + name)
        .collect(ImmutableList.toImmutableList());
  }

  private boolean isGiven(PciAddress function) {
    return function.segment() == AcpiTables.segment()
        && plan.getPartitionRootsList().stream()
            .anyMatch(
                bridge ->
                    bridge.getBusStart() <= function.bus()
                        && function.bus() <= bridge.getBusEnd());
  }

  /** The firmware's tables are about the whole machine, and its services are the incumbent's. */
  private ImmutableList<String> firmware() {
    ImmutableList.Builder<String> excess = ImmutableList.builder();
    for (String table : root.list(TABLES)) {
      if (!NO_TABLES.contains(table) && !isOurs(root.bytes(TABLES + "/" + table))) {
        excess.add("the ACPI table " + table);
      }
    }
    if (root.exists("/sys/firmware/efi")) {
      excess.add("EFI's runtime services");
    }
    return excess.build();
  }

  private static boolean isOurs(Optional<byte[]> table) {
    return table
        .filter(bytes -> bytes.length >= OEM_ID + OEM_ID_SIZE)
        .map(bytes -> new String(bytes, OEM_ID, OEM_ID_SIZE, StandardCharsets.US_ASCII))
        .filter(AcpiTables.OEM_ID::equals)
        .isPresent();
  }

  /** Keys and descriptions of this swap alone: an image may be the copy of a system that swapped. */
  private ImmutableList<String> swaps() {
    ImmutableList.Builder<String> excess = ImmutableList.builder();
    ImmutableSet<String> given = ImmutableSet.copyOf(SwapCredentials.filesOf(Side.SUCCESSOR));
    for (String name : root.list(AgentHome.CREDENTIALS)) {
      if (!given.contains(name)) {
        excess.add("the file " + AgentHome.CREDENTIALS + "/" + name);
      }
    }
    if (new StateDir(root).carriedMachine().isPresent()) {
      excess.add("the description of a machine in " + StateDir.PATH);
    }
    return excess.build();
  }
}
