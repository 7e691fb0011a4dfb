package org.osswap.launch.crash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A dead kernel's memory by its own virtual addresses, through its page tables (Intel SDM volume 3,
 * sections 4.5.4 and 4.5.5: 4-level and 5-level paging).
 */
final class PageTables implements Bytes {
  /** __START_KERNEL_map, arch/x86/include/asm/page_64_types.h: here the kernel's image begins. */
  static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L;

  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
  private static final int PRESENT = 1;
  private static final int LARGE = 1 << 7;
  private static final int PAGE_BITS = 12;
  private static final int LEVEL_BITS = 9;
  private static final int LARGEST_PAGE_LEVEL = 3;

  private final Bytes physical;
  private final long top;
  private final int levels;
  private final long mask;

  /** The last translation. */
  private long start;

  private long size;
  private long there;

  /**
   * Makes it.
   *
   * @param top physical address of the table of the highest level
   * @param levels 4 or 5
   * @param encryption the bit that marks encrypted memory in an entry; 0: none does
   */
  PageTables(Bytes physical, long top, int levels, long encryption) {
    this.physical = physical;
    this.top = top;
    this.levels = levels;
    this.mask = ADDRESS & ~encryption;
  }

  /** Those of the kernel that describes itself so. */
  static PageTables of(Bytes physical, VmCoreInfo info) {
    long top = info.symbol("init_top_pgt") - START_KERNEL_MAP + info.number("phys_base");
    return new PageTables(
        physical,
        top,
        info.numberOrZero("pgtable_l5_enabled") == 1 ? 5 : 4,
        info.numberOrZero("sme_mask"));
  }

  @Override
  public byte[] read(long address, int count) {
    ByteBuffer all = ByteBuffer.allocate(count);
    while (all.hasRemaining()) {
      long at = address + all.position();
      translate(at);
      long within = at - start;
      int part = (int) Math.min(all.remaining(), size - within);
      all.put(physical.read(there + within, part));
    }
    return all.array();
  }

  private void translate(long address) {
    if (size != 0 && address >= start && address - start < size) {
      return;
    }
    long table = top;
    for (int level = levels; level > 0; level--) {
      int shift = PAGE_BITS + LEVEL_BITS * (level - 1);
      long index = (address >>> shift) & ((1 << LEVEL_BITS) - 1);
      long entry =
          ByteBuffer.wrap(physical.read(table + index * Long.BYTES, Long.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN)
              .getLong();
      if ((entry & PRESENT) == 0) {
        throw new IllegalArgumentException(
            String.format("the old kernel has nothing at its address %#x", address));
      }
      boolean large = level > 1 && level <= LARGEST_PAGE_LEVEL && (entry & LARGE) != 0;
      if (level == 1 || large) {
        size = 1L << shift;
        start = address & -size;
        there = entry & mask & -size;
        return;
      }
      table = entry & mask;
    }
  }
}
