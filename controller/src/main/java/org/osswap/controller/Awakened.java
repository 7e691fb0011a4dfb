package org.osswap.controller;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osswap.base.SysRoot;
import org.osswap.partition.inventory.CpuList;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * Finds CPUs of the successor that run in this OS again, though nobody took them back: somebody has put
 * them online by hand, past the guard, and the successor has lost them in the middle of what they did.
 */
final class Awakened {
  private final ImmutableSet<Integer> cpus;
  private final Supplier<? extends Set<Integer>> online;
  private final Set<Integer> told = new TreeSet<>();

  Awakened(SysRoot root, PartitionPlan plan) {
    this(
        plan.getCpusList().stream().map(Cpu::getLogical).collect(ImmutableSet.toImmutableSet()),
        () -> CpuList.parse(root.text("/sys/devices/system/cpu/online").orElse("")));
  }

  Awakened(ImmutableSet<Integer> cpus, Supplier<? extends Set<Integer>> online) {
    this.cpus = cpus;
    this.online = online;
  }

  /** Those that weren't found before. */
  ImmutableSet<Integer> look() {
    return Sets.intersection(cpus, online.get()).stream()
        .filter(told::add)
        .collect(ImmutableSet.toImmutableSet());
  }
}
