package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.ImmutableSet;
import java.util.Comparator;
import org.osswap.base.Extents;
import org.osswap.partition.inventory.CpuList;
import org.osswap.proto.Cpu;
import org.osswap.proto.Ecam;
import org.osswap.proto.Extent;
import org.osswap.proto.HostBridge;
import org.osswap.proto.LowSlot;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/** Divides a machine into the partition, which the successor gets first, and the remainder. */
public final class Planner {
  /** Where the shared pages lie in the partition's largest range, and how long they are. */
  private static final long GRANT_OFFSET = 0x1f0000;

  private static final long GRANT_SIZE = 64 * Extents.KIB;

  /**
   * A kernel whose own memory ends here or above hot-adds in blocks of up to 2 GiB, else of 128 MiB
   * (probe_memory_block_size() in arch/x86/mm/init_64.c).
   */
  private static final long LARGE_BLOCKS_FROM = 64 * Extents.GIB;

  private static final long BLOCK = 128 * Extents.MIB;
  private static final long LARGE_BLOCK = 2 * Extents.GIB;

  private Planner() {}

  /**
   * Makes the plan.
   *
   * @throws org.osswap.base.Failure if the machine can't be divided so; with what stands in the way
   */
  public static PartitionPlan plan(Machine machine, PlanRequest request) {
    if (machine.getTscKhz() == 0) {
      throw Refusal.of(
          "time stamp counter",
          "its frequency is in neither the kernel's parameters nor its log",
          "Boot with tsc_early_khz=N, or use a machine with a reliable TSC.");
    }
    RootChoice root = RootChoice.choose(machine, request.nic());
    MemoryChoice memory = MemoryChoice.choose(machine, request.memory());
    ImmutableSet<Integer> nodes =
        memory.quiesce().stream().map(Memory::getNode).collect(ImmutableSet.toImmutableSet());
    CpuChoice choice = new CpuChoice(machine);
    ImmutableList<Cpu> cpus =
        request
            .cpus()
            .map(wanted -> choice.choose(wanted, nodes))
            .orElseGet(() -> choice.half(nodes));
    Addresses addresses = Addresses.choose(machine, root, request);
    LowSlots low = LowSlots.choose(machine);
    Extent largest = largest(memory.memory());
    ImmutableRangeSet<Long> rest = remainder(machine, memory);
    long block = block(memory.memory());
    ImmutableRangeSet<Long> blocks = Extents.alignInward(rest, block);
    KernelShare share = KernelShare.of(memory.memory(), blocks, block);

    PartitionPlan.Builder plan = PartitionPlan.newBuilder();
    if (request.memoryLink()) {
      LinkChoice.apply(plan, machine, largest.getStart() + GRANT_OFFSET + GRANT_SIZE, addresses);
    }
    share.own().ifPresent(plan::setKernelMemory);
    return plan.setId(request.swapId())
        .setMachine(machine)
        .addAllCpus(cpus)
        .addAllRemainderCpus(
            machine.getCpusList().stream().filter(cpu -> !cpus.contains(cpu)).toList())
        .addAllMemory(Extents.list(memory.memory()))
        .addAllRemainderMemory(share.all())
        .addPartitionRoots(root.root())
        .addAllRemainderRoots(
            machine.getHostBridgesList().stream().filter(b -> !b.equals(root.root())).toList())
        .addAllRemovedFunctions(onRootBus(machine, root))
        .setNicMac(root.nic().getMac())
        .setHandoffAddress(addresses.successor())
        .setIncumbentAddress(addresses.incumbent())
        .setGateway(addresses.gateway())
        .setLow(low.successor())
        .setIncumbentLow(low.incumbent())
        .setEcam(ecam(machine, root.root()))
        .setGrantPage(
            Extents.sized(largest.getStart() + GRANT_OFFSET, GRANT_SIZE))
        .setTscKhz(machine.getTscKhz())
        .addAllQuiesceMemory(memory.quiesce())
        .addAllNotes(notes(machine, root, memory, rest, share, low.successor()))
        .build();
  }

  private static Extent largest(ImmutableRangeSet<Long> memory) {
    return Extents.list(memory).stream()
        .max(Comparator.comparingLong(Extents::size))
        .filter(extent -> Extents.size(extent) >= MemoryChoice.MINIMUM / 2)
        .orElseThrow(
            () ->
                Refusal.of(
                    "memory",
                    "it is in too many small pieces: " + Extents.describe(memory),
                    "Reserve one range of " + Extents.amount(MemoryChoice.MINIMUM) + " or more."));
  }

  private static ImmutableRangeSet<Long> remainder(Machine machine, MemoryChoice memory) {
    ImmutableRangeSet<Long> all =
        Extents.set(machine.getMemoryList().stream().map(Memory::getExtent).toList());
    return all.difference(memory.memory());
  }

  private static long block(ImmutableRangeSet<Long> memory) {
    return memory.span().upperEndpoint() >= LARGE_BLOCKS_FROM ? LARGE_BLOCK : BLOCK;
  }

  private static ImmutableList<String> onRootBus(Machine machine, RootChoice root) {
    return root.functions(machine).stream()
        .filter(function -> function.getBus() == root.root().getBusStart())
        .map(PciFunction::getAddress)
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }

  private static Ecam ecam(Machine machine, HostBridge root) {
    return machine.getEcamList().stream()
        .filter(ecam -> ecam.getSegment() == root.getSegment())
        .filter(ecam -> ecam.getBusStart() <= root.getBusStart())
        .filter(ecam -> root.getBusStart() <= ecam.getBusEnd())
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    String.format("PCI root %04x:%02x", root.getSegment(), root.getBusStart()),
                    "the firmware describes no memory mapped config space for it (MCFG)",
                    "Enable MMCONFIG in the firmware's set-up."));
  }

  private static ImmutableList<String> notes(
      Machine machine,
      RootChoice root,
      MemoryChoice memory,
      ImmutableRangeSet<Long> rest,
      KernelShare share,
      LowSlot low) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    ImmutableRangeSet<Long> lost = rest.difference(Extents.set(share.all()));
    if (!lost.isEmpty()) {
      notes.add(
          String.format(
              "%s are lost to the successor until its next swap, since memory is added in whole"
                  + " blocks of %s: %s",
              Extents.amount(Extents.size(lost)),
              Extents.amount(block(memory.memory())),
              Extents.describe(lost)));
    }
    share
        .own()
        .ifPresent(
            own ->
                notes.add(
                    "the partition is small: of the rest the new kernel gets "
                        + Extents.describe(own)
                        + " for itself, which can't be part of a later partition"));
    if (memory.memory().span().lowerEndpoint() >= 4 * Extents.GIB) {
      notes.add(
          "the partition has no memory below 4 GiB: devices that need 32-bit DMA don't work until"
              + " the takeover");
    }
    for (PciFunction function : root.functions(machine)) {
      if (!function.getDriver().isEmpty() && !function.getBridge()) {
        notes.add(
            String.format(
                "the running system loses %s (%s)", function.getAddress(), function.getDriver()));
      }
    }
    root.nic().getAddressesList().forEach(
        address -> notes.add("the running system loses the address " + address));
    ImmutableList<Integer> offline =
        machine.getCpusList().stream()
            .filter(cpu -> !cpu.getOnline())
            .map(Cpu::getLogical)
            .collect(ImmutableList.toImmutableList());
    if (!offline.isEmpty()) {
      notes.add("CPUs " + CpuList.format(offline) + " are offline and stay so until the takeover");
    }
    notes.add(
        "low memory slot "
            + low.getName()
            + ", "
            + Extents.describe(LowSlots.whole(low)));
    return notes.build();
  }
}
