package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Iterables;
import java.util.Collection;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;
import org.osswap.partition.inventory.MemoryBlocks;
import org.osswap.partition.inventory.PciAddress;
import org.osswap.partition.quiesce.LinkSettings;
import org.osswap.proto.Cpu;
import org.osswap.proto.Memory;
import org.osswap.proto.Nic;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/**
 * Which things one swap can touch, by kind.
 *
 * @param names of those that are looked at; of a kind that only osswap makes none need be named
 */
public record Scope(ImmutableSetMultimap<Kind, String> names) {
  private static final ImmutableList<String> SYSCTLS =
      ImmutableList.of("kernel/sysrq", "net/ipv4/icmp_ratelimit");

  /**
   * Of a swap.
   *
   * @param processes the pid of each application's root process
   * @param addresses the applications' service addresses, CIDR
   */
  public static Scope of(
      SysRoot root, PartitionPlan plan, Collection<Integer> processes, Collection<String> addresses) {
    ImmutableSetMultimap.Builder<Kind, String> names = ImmutableSetMultimap.builder();
    for (Cpu cpu : Iterables.concat(plan.getCpusList(), plan.getRemainderCpusList())) {
      names.put(Kind.CPU, "" + cpu.getLogical());
    }
    addMemory(root, plan, names);
    for (PciFunction function : plan.getMachine().getPciList()) {
      if (isInPartition(plan, function.getAddress())) {
        names.put(Kind.PCI, function.getAddress());
      }
    }
    for (Nic nic : plan.getMachine().getNicsList()) {
      if (isInPartition(plan, nic.getPciAddress())) {
        names.put(Kind.LINK, nic.getName()).put(Kind.ROUTES, nic.getName());
        nic.getAddressesList().forEach(cidr -> names.put(Kind.ADDRESS, ip(cidr)));
        names.putAll(Kind.SYSCTL, LinkSettings.sysctls(nic.getName()));
      }
    }
    addresses.forEach(cidr -> names.put(Kind.ADDRESS, ip(cidr)));
    names.putAll(Kind.SYSCTL, SYSCTLS);
    names.putAll(Kind.KEXEC_IMAGE, "kexec_loaded", "kexec_crash_loaded");
    for (int pid : processes) {
      names.put(Kind.PROCESS, Processes.name(root, pid));
      Processes.cgroup(root, pid).ifPresent(cgroup -> names.put(Kind.CGROUP, cgroup));
    }
    return new Scope(names.build());
  }

  private static void addMemory(
      SysRoot root, PartitionPlan plan, ImmutableSetMultimap.Builder<Kind, String> names) {
    ImmutableList<Memory> removable =
        plan.getQuiesceMemoryList().stream()
            .filter(memory -> memory.getKind() != Memory.Kind.RESERVED)
            .collect(ImmutableList.toImmutableList());
    if (removable.isEmpty()) {
      return;
    }
    MemoryBlocks.within(
            root, Extents.set(removable.stream().map(Memory::getExtent).toList()))
        .forEach(block -> names.put(Kind.MEMORY_BLOCK, block.name()));
    removable.stream()
        .filter(memory -> memory.getKind() == Memory.Kind.SOFT_RESERVED)
        .forEach(memory -> names.put(Kind.MEMORY_DEVICE, memory.getDevice()));
  }

  private static boolean isInPartition(PartitionPlan plan, String function) {
    PciAddress address = PciAddress.parse(function);
    return plan.getPartitionRootsList().stream()
        .anyMatch(
            root ->
                root.getSegment() == address.segment()
                    && root.getBusStart() <= address.bus()
                    && address.bus() <= root.getBusEnd());
  }

  private static String ip(String cidr) {
    return Splitter.on('/').split(cidr).iterator().next();
  }

  ImmutableSet<String> names(Kind kind) {
    return names.get(kind);
  }
}
