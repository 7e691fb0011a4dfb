package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;

/**
 * Each part of a plan by itself, as it would be chosen by default, in words. All throw the failure
 * that planning would end with.
 */
public final class Feasibility {
  private Feasibility() {}

  public static ImmutableList<Cpu> cpus(Machine machine) {
    return new CpuChoice(machine).half(ImmutableSet.of());
  }

  public static String memory(Machine machine) {
    MemoryChoice choice = MemoryChoice.choose(machine, Optional.empty());
    return Extents.describe(choice.memory());
  }

  public static String nic(Machine machine) {
    RootChoice choice = RootChoice.choose(machine, Optional.empty());
    return String.format(
        "%s (%s) below root %s", choice.nic().getName(), choice.nic().getMac(), choice.name());
  }

  public static String lowMemory(Machine machine) {
    LowSlots slots = LowSlots.choose(machine);
    return "slot "
        + slots.successor().getName()
        + " is free: "
        + Extents.describe(LowSlots.whole(slots.successor()));
  }
}
