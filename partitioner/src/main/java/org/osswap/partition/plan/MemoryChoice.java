package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.Comparator;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;

/**
 * Chooses memory out of what can be freed, largest ranges first.
 *
 * @param memory of the partition
 * @param quiesce what has to be freed for it; a device is freed as a whole
 */
record MemoryChoice(ImmutableRangeSet<Long> memory, ImmutableList<Memory> quiesce) {

  /** The least that a kernel with an initrd and an agent can be started on. */
  static final long MINIMUM = 512 * Extents.MIB;

  /** Start and end of what is taken of a larger range: never a part of a memory block. */
  private static final long GRAIN = 128 * Extents.MIB;

  /** What the incumbent keeps above what it uses now: a quarter of that, and at least this. */
  private static final long LEAST_RESERVE = 256 * Extents.MIB;

  static MemoryChoice choose(Machine machine, Optional<Long> request) {
    ImmutableList<Memory> candidates =
        machine.getMemoryList().stream()
            .filter(memory -> freeable(memory.getKind()))
            .sorted(
                Comparator.<Memory>comparingLong(memory -> Extents.size(memory.getExtent()))
                    .reversed())
            .collect(ImmutableList.toImmutableList());
    long available = candidates.stream().mapToLong(m -> Extents.size(m.getExtent())).sum();
    long wanted = request.orElse(available);
    if (wanted < MINIMUM && request.isPresent()) {
      throw Refusal.of(
          Extents.amount(wanted) + " of memory",
          "too little to start an operating system on",
          "Ask for " + Extents.amount(MINIMUM) + " or more.");
    }
    if (wanted > available || available < MINIMUM) {
      refuseLostReservation(machine);
      throw Refusal.of(
          (request.isPresent() ? Extents.amount(wanted) + " of " : "") + "memory",
          "only "
              + Extents.amount(available)
              + " of this machine's memory can be freed (reserved, soft-reserved or hot-added)",
          "Ask for less, or have 'osswap prepare' reserve memory and boot once more.");
    }
    return take(machine, candidates, wanted, request.isPresent());
  }

  /** Soft-reserved memory is freed through its dax device, so it must have one. */
  private static void refuseLostReservation(Machine machine) {
    ImmutableRangeSet<Long> found =
        Extents.set(
            machine.getMemoryList().stream()
                .filter(memory -> freeable(memory.getKind()))
                .map(Memory::getExtent)
                .toList());
    ImmutableRangeSet<Long> lost =
        KernelCommandLine.parse(machine.getKernelCommandLine())
            .softReservations()
            .difference(found);
    if (!lost.isEmpty()) {
      throw Refusal.of(
          "memory " + Extents.describe(lost),
          "the kernel was told to soft-reserve it (memmap=), but no dax device has it",
          "Load the modules dax_hmem and kmem, see 'ls -l /sys/bus/dax/devices', or have 'osswap"
              + " prepare' reserve memory and boot once more.");
    }
  }

  private static boolean freeable(Memory.Kind kind) {
    return kind == Memory.Kind.RESERVED
        || kind == Memory.Kind.SOFT_RESERVED
        || kind == Memory.Kind.HOT_ADDED;
  }

  private static MemoryChoice take(
      Machine machine, ImmutableList<Memory> candidates, long wanted, boolean exactly) {
    long spare = usable(machine) - needed(machine);
    long left = wanted;
    ImmutableList.Builder<Range<Long>> taken = ImmutableList.builder();
    ImmutableList.Builder<Memory> quiesce = ImmutableList.builder();
    long sum = 0;
    for (Memory memory : candidates) {
      Range<Long> range = Extents.range(memory.getExtent());
      long size = Extents.size(memory.getExtent());
      boolean costs = memory.getKind() != Memory.Kind.RESERVED;
      if (left <= 0 || (costs && size > spare && !exactly)) {
        continue;
      }
      spare -= costs ? size : 0;
      long part = Math.min(size, Extents.alignUp(left, GRAIN));
      taken.add(
          Range.closedOpen(range.lowerEndpoint(), range.lowerEndpoint() + part));
      quiesce.add(memory);
      left -= part;
      sum += part;
    }
    if (spare < 0 || sum < MINIMUM) {
      throw Refusal.of(
          "memory",
          String.format(
              "the running system would be left with too little: it uses %s of %s",
              Extents.amount(machine.getMemoryUsed()), Extents.amount(usable(machine))),
          "Ask for less memory, or stop something.");
    }
    return new MemoryChoice(Extents.union(taken.build()), quiesce.build());
  }

  /** What the running kernel has now. */
  private static long usable(Machine machine) {
    return machine.getMemoryList().stream()
        .filter(memory -> memory.getKind() != Memory.Kind.RESERVED)
        .mapToLong(memory -> Extents.size(memory.getExtent()))
        .sum();
  }

  private static long needed(Machine machine) {
    return machine.getMemoryUsed() + Math.max(LEAST_RESERVE, machine.getMemoryUsed() / 4);
  }
}
