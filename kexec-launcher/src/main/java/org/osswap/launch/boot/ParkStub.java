package org.osswap.launch.boot;

import java.nio.ByteBuffer;
import java.util.List;
import org.osswap.base.Failure;

/**
 * The stub in which an incumbent ends: {@code park.S}, its page tables and its interrupt table.
 *
 * <pre>
 * 0x0000  the stub; 0x10 mailbox, 0x18 flags, 0x20 base, 0x28 number of APIC ids, 0x30 APIC ids (u32);
 *         0xfd0 offsets of: NMI handler, other handler, GDT, GDT register, IDT register
 * 0x1000  PML4
 * 0x2000  PDPT: the first 512 GiB, identity-mapped; 3 to 4 GiB uncached, for the local APIC
 * 0x3000  PML5, for kernels that run with 5-level page tables
 * 0x4000  IDT
 * 0x5000  stack
 * </pre>
 */
public final class ParkStub {
  public static final int PAGES = 6;

  /** Tries to clear the boot processor's mark. */
  public static final int CLEAR_BSP = 1;

  /** An NMI after each INIT: QEMU's emulation leaves a halted CPU in its halt otherwise. */
  public static final int NMI_KICK = 2;

  private static final int MAILBOX = 0x10;
  private static final int FLAGS = 0x18;
  private static final int BASE = 0x20;
  private static final int INIT_COUNT = 0x28;
  private static final int INIT_IDS = 0x30;
  private static final int MAX_IDS = 255;
  private static final int MAGIC = 0xfc0;
  private static final int NMI_HANDLER = 0xfd0;
  private static final int OTHER_HANDLER = 0xfd8;
  private static final int GDT = 0xfe0;
  private static final int GDT_REGISTER = 0xfe8;
  private static final int IDT_REGISTER = 0xff0;

  private static final int PML4 = 0x1000;
  private static final int PDPT = 0x2000;
  private static final int PML5 = 0x3000;
  private static final int IDT = 0x4000;
  private static final int NMI_VECTOR = 2;
  private static final int CODE_SELECTOR = 8;
  private static final int UNCACHED = 0x18; // PCD, PWT

  private ParkStub() {}

  /**
   * Makes the stub.
   *
   * @param base physical address that it will lie at
   * @param mailbox physical address
   * @param flags of {@link #CLEAR_BSP} and {@link #NMI_KICK}
   * @param apicIds of the CPUs to be stopped; never the boot processor's
   */
  public static byte[] build(long base, long mailbox, int flags, List<Integer> apicIds) {
    if (apicIds.size() > MAX_IDS) {
      throw new Failure(
          "make the park stub", "APIC ids", apicIds.size() + " CPUs, at most 255", "See firmware-notes.");
    }
    byte[] bytes = Stub.load("park.bin", MAGIC, "OSSWPARK", PAGES);
    ByteBuffer stub = Stub.fields(bytes);
    stub.putLong(MAILBOX, mailbox).putLong(FLAGS, flags).putLong(BASE, base);
    stub.putLong(INIT_COUNT, apicIds.size());
    for (int i = 0; i < apicIds.size(); i++) {
      stub.putInt(INIT_IDS + i * Integer.BYTES, apicIds.get(i));
    }
    stub.putLong((int) stub.getLong(GDT_REGISTER) + 2, base + stub.getLong(GDT));
    stub.putLong((int) stub.getLong(IDT_REGISTER) + 2, base + IDT);
    stub.putLong(PML5, base + PML4 | 3);
    stub.putLong(PML4, base + PDPT | 3);
    Stub.identityMap(stub, PDPT);
    int apicGigabyte = PDPT + 3 * Long.BYTES;
    stub.putLong(apicGigabyte, stub.getLong(apicGigabyte) | UNCACHED);
    long nmi = base + stub.getLong(NMI_HANDLER);
    long other = base + stub.getLong(OTHER_HANDLER);
    for (int vector = 0; vector < 256; vector++) {
      putGate(stub, IDT + 16 * vector, vector == NMI_VECTOR ? nmi : other);
    }
    return bytes;
  }

  /** A 64-bit interrupt gate, present: Intel SDM volume 3, figure "64-Bit IDT Gate Descriptors". */
  private static void putGate(ByteBuffer stub, int at, long handler) {
    stub.putLong(
        at,
        (handler & 0xffff)
            | (long) CODE_SELECTOR << 16
            | 0x8eL << 40
            | (handler >>> 16 & 0xffff) << 48);
    stub.putLong(at + 8, handler >>> 32);
  }
}
