package org.osswap.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.boot.Trampoline;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/**
 * A far jump to our trampoline over the first bytes of the incumbent's own real-mode trampoline.
 *
 * <p>The incumbent's trampoline begins with {@code cli; wbinvd; ljmpw} at a page boundary (Linux,
 * arch/x86/realmode/rm/trampoline_64.S). It is looked for only in the low memory that this kernel was
 * given: a dead kernel's trampoline still carries the signature, and patching that one would bring the CPU
 * up as an ordinary CPU of the incumbent.
 */
final class TrampolinePatch {
  private static final byte[] SIGNATURE = {(byte) 0xfa, 0x0f, 0x09, (byte) 0xea};
  private static final int PATCH = 5;

  private TrampolinePatch() {}

  /** Patches; what is overwritten is remembered in our own trampoline's page first. */
  static void apply(PhysicalMemory memory, PartitionPlan plan, Trampoline trampoline) {
    restore(memory, trampoline);
    long address = find(memory, plan);
    try (Region target = memory.map(Extents.sized(address, Long.BYTES))) {
      long saved = target.getU64(0);
      trampoline.remember(address, saved);
      // One store of eight bytes, of which the last three stay: no CPU can see half a jump.
      target.putU64(0, (saved & (~0L << (8 * PATCH))) | farJump(Trampoline.extent(plan).getStart()));
    }
  }

  /**
   * Takes a patch away, also one that a process left behind which was killed meanwhile.
   *
   * @return true if there was one
   */
  static boolean restore(PhysicalMemory memory, Trampoline trampoline) {
    long address = trampoline.patched();
    if (address == 0) {
      return false;
    }
    try (Region target = memory.map(Extents.sized(address, Long.BYTES))) {
      target.putU64(0, trampoline.saved());
    }
    trampoline.forget();
    return true;
  }

  /** {@code ljmpw $page >> 4, $0}. */
  private static long farJump(long page) {
    return 0xea | ((page >> 4) << 24);
  }

  private static long find(PhysicalMemory memory, PartitionPlan plan) {
    Extent where = plan.getIncumbentLow().getRam();
    List<Long> found = new ArrayList<>();
    try (Region low = memory.map(where)) {
      long first = Extents.alignUp(where.getStart(), Extents.PAGE) - where.getStart();
      for (long at = first; at + Extents.PAGE <= low.size(); at += Extents.PAGE) {
        if (Arrays.equals(low.read(at, SIGNATURE.length), SIGNATURE)) {
          found.add(where.getStart() + at);
        }
      }
    }
    if (found.size() != 1) {
      throw new Failure(
          "find the incumbent's trampoline",
          Extents.describe(where),
          found.isEmpty()
              ? "no page begins with cli; wbinvd; ljmpw"
              : "more than one page begins with cli; wbinvd; ljmpw: "
                  + found.stream().map(Long::toHexString).toList(),
          "This kernel can't be used as an incumbent; please report its version.");
    }
    return found.get(0);
  }
}
