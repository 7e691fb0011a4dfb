package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.osswap.partition.inventory.CpuList;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;

/**
 * Chooses CPUs: whole cores, never the one that the running kernel booted on, which it can't take
 * offline.
 */
final class CpuChoice {
  /** What an 8-bit local APIC id can be; the highest ones are a placeholder's and broadcast's. */
  private static final int MAX_APIC_ID = 253;

  private final Machine machine;
  private final ImmutableListMultimap<Core, Cpu> cores;

  /** All threads of one core. */
  private record Core(int pack, int core) {
    static Core of(Cpu cpu) {
      return new Core(cpu.getPackage(), cpu.getCore());
    }
  }

  CpuChoice(Machine machine) {
    this.machine = machine;
    this.cores = Multimaps.index(machine.getCpusList(), Core::of);
  }

  /** A list of CPUs, or a number of them; the nodes given are preferred. */
  ImmutableList<Cpu> choose(String request, Set<Integer> nodes) {
    if (request.matches("[0-9]{1,9}")) {
      return count(Integer.parseInt(request), nodes);
    }
    try {
      return listed(CpuList.parse(request));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(
          "CPUs " + request, "not a number or a list", "Write a number (2) or a list (2-3,6).");
    }
  }

  /** Half of the machine's CPUs, at least a core. */
  ImmutableList<Cpu> half(Set<Integer> nodes) {
    int wanted = (int) machine.getCpusList().stream().filter(Cpu::getOnline).count() / 2;
    ImmutableList.Builder<Cpu> chosen = ImmutableList.builder();
    int sum = 0;
    for (ImmutableList<Cpu> core : free(nodes)) {
      if (sum > 0 && sum + core.size() > wanted) {
        break;
      }
      chosen.addAll(core);
      sum += core.size();
    }
    if (sum == 0) {
      throw Refusal.of(
          "CPUs",
          "no core can be freed: " + whyNot(),
          "osswap needs a core besides the one that the running kernel booted on.");
    }
    return ordered(chosen.build());
  }

  private ImmutableList<Cpu> count(int wanted, Set<Integer> nodes) {
    List<Cpu> chosen = new ArrayList<>();
    for (ImmutableList<Cpu> core : free(nodes)) {
      if (chosen.size() + core.size() <= wanted) {
        chosen.addAll(core);
      }
    }
    if (chosen.size() != wanted || wanted == 0) {
      throw Refusal.of(
          wanted + " CPUs",
          String.format(
              "%d can be freed in whole cores (of %s; %s)",
              chosen.size(),
              CpuList.format(logicals(free(nodes).stream().flatMap(List::stream).toList())),
              whyNot()),
          "Ask for a number that whole cores add up to.");
    }
    return ordered(chosen);
  }

  private ImmutableList<Cpu> listed(Set<Integer> wanted) {
    ImmutableMap<Integer, Cpu> byNumber =
        machine.getCpusList().stream()
            .collect(ImmutableMap.toImmutableMap(Cpu::getLogical, cpu -> cpu));
    ImmutableList.Builder<Cpu> chosen = ImmutableList.builder();
    if (wanted.isEmpty()) {
      throw Refusal.of("CPUs", "none is named", "Name at least one core.");
    }
    for (int logical : wanted) {
      String name = "cpu" + logical;
      Cpu cpu = byNumber.get(logical);
      if (cpu == null) {
        throw Refusal.of(
            name,
            "there is no such CPU",
            "The machine has CPUs " + CpuList.format(byNumber.keySet()) + ".");
      }
      if (logical == 0) {
        throw Refusal.of(
            name,
            "the running kernel booted on it and can't take it offline",
            "Choose other CPUs.");
      }
      if (!cpu.getOnline()) {
        throw Refusal.of(
            name, "it is offline", "Put it online (" + name + "/online), or choose another.");
      }
      ImmutableSet<Integer> core = logicals(cores.get(Core.of(cpu)));
      if (!wanted.containsAll(core)) {
        throw Refusal.of(
            name,
            "a partition has whole cores, and this one is CPUs " + CpuList.format(core),
            "Ask for all of them, or for none.");
      }
      if (!addressable(cpu)) {
        throw Refusal.of(
            name,
            "its APIC id " + cpu.getApicId() + " is above " + MAX_APIC_ID,
            "Choose a CPU with a lower one.");
      }
      chosen.add(cpu);
    }
    return ordered(chosen.build());
  }

  /** The cores that can be freed; those on the given nodes first, then those numbered highest. */
  private ImmutableList<ImmutableList<Cpu>> free(Set<Integer> nodes) {
    return cores.asMap().values().stream()
        .map(ImmutableList::copyOf)
        .filter(core -> core.stream().allMatch(this::canBeFreed))
        .sorted(
            Comparator.<ImmutableList<Cpu>>comparingInt(
                    core -> nodes.contains(core.get(0).getNode()) ? 0 : 1)
                .thenComparing(core -> core.get(0).getLogical(), Comparator.reverseOrder()))
        .collect(ImmutableList.toImmutableList());
  }

  private boolean canBeFreed(Cpu cpu) {
    return cpu.getLogical() != 0 && cpu.getOnline() && addressable(cpu);
  }

  private static boolean addressable(Cpu cpu) {
    return Integer.compareUnsigned(cpu.getApicId(), MAX_APIC_ID) <= 0;
  }

  private String whyNot() {
    ImmutableSet<Integer> offline =
        logicals(machine.getCpusList().stream().filter(cpu -> !cpu.getOnline()).toList());
    return "CPU 0 and its siblings stay with the running system"
        + (offline.isEmpty() ? "" : "; offline: " + CpuList.format(offline));
  }

  /** By number; but the machine's BSP last, since the first one boots the successor. */
  private static ImmutableList<Cpu> ordered(List<Cpu> cpus) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(Cpu::getBootProcessor).thenComparing(Cpu::getLogical), cpus);
  }

  private static ImmutableSet<Integer> logicals(Iterable<Cpu> cpus) {
    return Streams.stream(cpus)
        .map(Cpu::getLogical)
        .collect(ImmutableSet.toImmutableSet());
  }
}
