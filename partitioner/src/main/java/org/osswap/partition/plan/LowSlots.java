package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import java.util.Comparator;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.proto.Extent;
import org.osswap.proto.LowSlot;
import org.osswap.proto.Machine;

/**
 * The two slots of low memory between which swaps alternate.
 *
 * <pre>
 * offset   pages
 * +0x0000  4      trampoline and its page tables
 * +0x4000  6      park stub
 * +0xf000  1      decoy IOAPIC
 * +0x10000 to the end: RAM, for the kernel's own real-mode code
 * </pre>
 *
 * @param successor the slot of the kernel that is to be started
 * @param incumbent where the running kernel's own trampoline may lie, and where its park stub goes
 */
record LowSlots(LowSlot successor, LowSlot incumbent) {
  private static final ImmutableList<LowSlot> SLOTS =
      ImmutableList.of(slot("A", 0x10000, 0x50000), slot("B", 0x50000, 0x90000));

  /** A kernel takes its real-mode code from the top of low RAM; it needs less than this. */
  private static final long REAL_MODE_SIZE = 0x8000;

  static LowSlots choose(Machine machine) {
    ImmutableRangeSet<Long> usable = Extents.set(machine.getLowMemoryList());
    return machine.hasLowSlot() && !machine.getLowSlot().getName().isEmpty()
        ? afterSwap(machine.getLowSlot(), usable)
        : firmwareBooted(usable);
  }

  private static LowSlots afterSwap(LowSlot running, ImmutableRangeSet<Long> usable) {
    return SLOTS.stream()
        .filter(slot -> !slot.getName().equals(running.getName()))
        .filter(slot -> usable.enclosesAll(whole(slot)))
        .findFirst()
        .map(slot -> new LowSlots(slot, running))
        .orElseThrow(() -> none(usable, "slot " + running.getName() + " is the running kernel's"));
  }

  private static LowSlots firmwareBooted(ImmutableRangeSet<Long> usable) {
    ImmutableRangeSet<Long> realMode = likelyRealMode(usable);
    LowSlot successor =
        SLOTS.stream()
            .filter(slot -> usable.enclosesAll(whole(slot)))
            .min(Comparator.comparing(slot -> Extents.intersects(whole(slot), realMode)))
            .orElseThrow(() -> none(usable, "this kernel was booted by firmware"));
    ImmutableRangeSet<Long> rest = usable.difference(whole(successor));
    LowSlot other =
        SLOTS.stream().filter(slot -> !slot.equals(successor)).findFirst().orElseThrow();
    if (!rest.encloses(Extents.range(other.getPark()))) {
      throw none(usable, "there is no room for the running kernel's park stub");
    }
    // Not in the slot itself: an earlier successor's code there would be taken for this kernel's.
    Range<Long> ram = top(rest).orElseThrow(() -> none(usable, "the rest of it is too small"));
    LowSlot incumbent =
        LowSlot.newBuilder()
            .setName(other.getName())
            .setPark(other.getPark())
            .setRam(Extents.of(ram))
            .build();
    return new LowSlots(successor, incumbent);
  }

  private static ImmutableRangeSet<Long> likelyRealMode(ImmutableRangeSet<Long> usable) {
    return top(usable)
        .map(range -> Range.closedOpen(range.upperEndpoint() - REAL_MODE_SIZE, range.upperEndpoint()))
        .map(ImmutableRangeSet::of)
        .orElse(ImmutableRangeSet.of());
  }

  /** The highest range with room for a kernel's real-mode code: where a kernel looks first. */
  private static Optional<Range<Long>> top(ImmutableRangeSet<Long> usable) {
    return usable.asDescendingSetOfRanges().stream()
        .filter(range -> range.upperEndpoint() - range.lowerEndpoint() >= REAL_MODE_SIZE)
        .findFirst();
  }

  private static Failure none(ImmutableRangeSet<Long> usable, String why) {
    return Refusal.of(
        "low memory",
        String.format(
            "neither of its slots (%s) is free RAM: %s; usable is %s",
            Extents.describe(ImmutableRangeSet.unionOf(
                SLOTS.stream().flatMap(slot -> whole(slot).asRanges().stream()).toList())),
            why,
            usable.isEmpty() ? "unknown" : Extents.describe(usable)),
        "Free low memory in the firmware's set-up (legacy USB, network boot), and boot again.");
  }

  /** From the trampoline to the end of the RAM. */
  static ImmutableRangeSet<Long> whole(LowSlot slot) {
    return ImmutableRangeSet.of(
        Range.closedOpen(slot.getTrampoline().getStart(), slot.getRam().getEnd()));
  }

  private static LowSlot slot(String name, long start, long end) {
    return LowSlot.newBuilder()
        .setName(name)
        .setTrampoline(pages(start, 4))
        .setPark(pages(start + 0x4000, 6))
        .setDecoyIoapic(pages(start + 0xf000, 1))
        .setRam(Extents.of(start + 0x10000, end))
        .build();
  }

  private static Extent pages(long start, int count) {
    return Extents.sized(start, count * Extents.PAGE);
  }
}
