package org.osswap.controller;

import com.google.common.collect.ImmutableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.osswap.base.SysRoot;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * Finds CPUs of the successor that run in this OS again, though nobody took them back: somebody has put
 * them online by hand, past the guard, and the successor has lost them in the middle of what they did.
 */
final class Awakened {
  private final ImmutableSet<Integer> cpus;
  private final Predicate<Integer> online;
  private final Set<Integer> told = new TreeSet<>();

  Awakened(SysRoot root, PartitionPlan plan) {
    this(
        plan.getCpusList().stream().map(Cpu::getLogical).collect(ImmutableSet.toImmutableSet()),
        cpu -> root.text("/sys/devices/system/cpu/cpu" + cpu + "/online").orElse("").equals("1"));
  }

  Awakened(ImmutableSet<Integer> cpus, Predicate<Integer> online) {
    this.cpus = cpus;
    this.online = online;
  }

  /** Those that weren't found before. */
  ImmutableSet<Integer> look() {
    return cpus.stream()
        .filter(cpu -> online.test(cpu) && told.add(cpu))
        .collect(ImmutableSet.toImmutableSet());
  }
}
