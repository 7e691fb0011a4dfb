package org.osswap.launch.crash;

import com.google.common.collect.ImmutableList;
import org.osswap.base.Failure;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.KernelNote;
import org.osswap.proto.PartitionPlan;

/**
 * The log of the incumbent's kernel, read from its memory by the successor. It has to be read before
 * that memory is taken over: then it's this kernel's, and soon something else.
 */
public final class CrashLog {
  private CrashLog() {}

  /**
   * Reads it.
   *
   * @param note where the incumbent's kernel describes itself
   * @return lines as of dmesg
   * @throws Failure if this kernel's log isn't found
   */
  public static ImmutableList<String> read(
      PhysicalMemory memory, PartitionPlan plan, KernelNote note) {
    try {
      OldRam ram = new OldRam(memory, plan);
      VmCoreInfo info = VmCoreInfo.ofNote(ram.read(note.getAddress(), note.getSize()));
      return new PrintkRing(info, PageTables.of(ram, info)).lines();
    } catch (IllegalArgumentException e) {
      throw new Failure(
          "read the old kernel's log",
          "its memory",
          String.valueOf(e.getMessage()),
          "Its console may have it.",
          e);
    }
  }
}
