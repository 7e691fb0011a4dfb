package org.osswap.launch.boot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.osswap.base.Extents;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/**
 * The successor's way into long mode, in low memory: the stub of {@code trampoline.S}, then its page
 * tables.
 *
 * <pre>
 * 0x0000  the stub; fields from 0xef0 on:
 *         0xf00  u8   stage: 0 not entered, 1 in real mode, 2 in long mode
 *         0xf08  u64  physical address of boot_params
 *         0xf10  u64  physical address of the kernel's entry point
 *         0xf18  u64  the first bytes of the incumbent's trampoline, while it is patched
 *         0xf20  u64  where they belong; 0: nothing is patched
 * 0x1000  PML4
 * 0x2000  PDPT: the first 512 GiB, identity-mapped
 * </pre>
 */
public final class Trampoline implements AutoCloseable {
  public static final int PAGES = 3;

  private static final String STUB = "trampoline.bin";
  private static final String NAME = "OSSWTRMP";
  private static final int MAGIC = 0xef0;
  private static final int STAGE = 0xf00;
  private static final int BOOT_PARAMS = 0xf08;
  private static final int ENTRY = 0xf10;
  private static final int SAVED = 0xf18;
  private static final int PATCHED = 0xf20;
  private static final int LONG_MODE = 2;

  private final Region region;

  private Trampoline(Region region) {
    this.region = region;
  }

  /** The trampoline that was loaded for this plan. */
  public static Trampoline open(PhysicalMemory memory, PartitionPlan plan) {
    return new Trampoline(memory.map(extent(plan)));
  }

  public static Extent extent(PartitionPlan plan) {
    return Extents.sized(plan.getLow().getTrampoline().getStart(), PAGES * Extents.PAGE);
  }

  /** What has to lie in {@link #extent}. */
  public static byte[] build(PartitionPlan plan, long bootParams, long entry) {
    byte[] stub = Stub.load(STUB, MAGIC, NAME, PAGES);
    ByteBuffer image = Stub.fields(stub);
    image.putLong(BOOT_PARAMS, bootParams).putLong(ENTRY, entry);
    long base = extent(plan).getStart();
    image.putLong(0x1000, base + 0x2000 | 3); // present, writable
    Stub.identityMap(image, 0x2000);
    return stub;
  }

  /** True when this memory holds the stub. */
  public boolean present() {
    return Arrays.equals(
        region.read(MAGIC, NAME.length()), NAME.getBytes(StandardCharsets.US_ASCII));
  }

  public int stage() {
    return region.getU8(STAGE);
  }

  public boolean inLongMode() {
    return stage() == LONG_MODE;
  }

  /** Makes it fit to be entered (again). */
  public void rearm() {
    region.putU64(STAGE, 0);
  }

  /** Remembers what a patch overwrites, so that it can be undone by another process too. */
  public void remember(long address, long saved) {
    region.putU64(SAVED, saved);
    region.putU64(PATCHED, address);
  }

  public void forget() {
    region.putU64(PATCHED, 0);
  }

  /** Where the incumbent's trampoline is patched; 0: nowhere. */
  public long patched() {
    return region.getU64(PATCHED);
  }

  public long saved() {
    return region.getU64(SAVED);
  }

  @Override
  public void close() {
    region.close();
  }
}
