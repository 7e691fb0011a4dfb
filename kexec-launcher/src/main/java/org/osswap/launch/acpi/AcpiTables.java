package org.osswap.launch.acpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Cpu;
import org.osswap.proto.Ecam;
import org.osswap.proto.Extent;
import org.osswap.proto.HostBridge;
import org.osswap.proto.PartitionPlan;

/**
 * All ACPI tables of the successor in one block: RSDP, XSDT, FADT, MADT, MCFG, DSDT. Layouts: ACPI
 * 6.5, sections 5.2.5 (RSDP), 5.2.6 (header), 5.2.8 (XSDT), 5.2.9 (FADT), 5.2.12 (MADT); PCI
 * Firmware 3.3, section 4.1.2 (MCFG).
 */
public final class AcpiTables {
  /** In every table that osswap makes. */
  public static final String OEM_ID = "OSSWAP";

  private static final int RSDP_SIZE = 36;
  private static final int HEADER_SIZE = 36;
  private static final int FADT_SIZE = 276;
  private static final int MAX_XAPIC_ID = 0xfe;

  private AcpiTables() {}

  /**
   * Makes the tables, to lie at physical address {@code base}; the RSDP comes first. The size does
   * not depend on the base.
   *
   * @throws Failure if the plan can't be described
   */
  public static byte[] build(PartitionPlan plan, long base) {
    check(plan);
    TableBlock block = new TableBlock(base);
    long rsdp = block.reserve(RSDP_SIZE);
    long xsdt = block.reserve(HEADER_SIZE + 3 * Long.BYTES);
    long dsdt = block.add(table("DSDT", 2, Dsdt.terms(plan)));
    long fadt = block.add(fadt(dsdt));
    long madt = block.add(madt(plan));
    long mcfg = block.add(mcfg(plan.getEcam()));
    block.fill(xsdt, xsdt(fadt, madt, mcfg));
    block.fill(rsdp, rsdp(xsdt));
    return block.bytes();
  }

  /** The ECAM's address window, which must be reserved in the memory map too. */
  public static Extent ecamWindow(PartitionPlan plan) {
    return Dsdt.window(plan.getEcam());
  }

  /** The PCI segment of every root that the successor sees. */
  public static int segment() {
    return Dsdt.SEGMENT;
  }

  private static void check(PartitionPlan plan) {
    if (plan.getRemainderRootsCount() > GrantPage.MAX_ROOTS
        || plan.getRemainderMemoryCount() > GrantPage.MAX_MEMORY) {
      throw refusal(
          plan.getRemainderRootsCount()
              + " roots and "
              + plan.getRemainderMemoryCount()
              + " memory ranges in the remainder; the grant page has room for "
              + GrantPage.MAX_ROOTS
              + " and "
              + GrantPage.MAX_MEMORY);
    }
    Ecam ecam = plan.getEcam();
    for (List<HostBridge> roots : List.of(plan.getPartitionRootsList(), plan.getRemainderRootsList())) {
      for (HostBridge root : roots) {
        if (root.getBusStart() < ecam.getBusStart()
            || root.getBusEnd() > ecam.getBusEnd()
            || root.getSegment() != ecam.getSegment()) {
          throw refusal(
              String.format(
                  "PCI root %04x:%02x-%02x is not in the ECAM window of %04x:%02x-%02x",
                  root.getSegment(),
                  root.getBusStart(),
                  root.getBusEnd(),
                  ecam.getSegment(),
                  ecam.getBusStart(),
                  ecam.getBusEnd()));
        }
      }
    }
    for (Cpu cpu : CpuOrder.of(plan)) {
      if (cpu.getApicId() > MAX_XAPIC_ID) {
        throw refusal(
            "cpu" + cpu.getLogical() + " has APIC id " + cpu.getApicId() + "; at most 254 works"
                + " without interrupt remapping");
      }
    }
  }

  private static Failure refusal(String reason) {
    return new Failure(
        "describe the machine to the successor", "ACPI tables", reason, "See firmware-notes.");
  }

  private static byte[] rsdp(long xsdt) {
    ByteBuffer rsdp = ByteBuffer.allocate(RSDP_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    rsdp.put(ascii("RSD PTR ")).put((byte) 0).put(ascii(OEM_ID)).put((byte) 2);
    rsdp.putInt(0).putInt(rsdp.capacity()).putLong(xsdt);
    byte[] bytes = rsdp.array();
    bytes[8] = checksum(bytes, 20);
    bytes[32] = checksum(bytes, 36);
    return bytes;
  }

  private static byte[] xsdt(long... tables) {
    ByteBuffer entries = ByteBuffer.allocate(tables.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long table : tables) {
      entries.putLong(table);
    }
    return table("XSDT", 1, entries.array());
  }

  /**
   * A hardware-reduced machine: no PM timer, PIC, PIT, CMOS or i8042 is used. Offsets count from
   * the table's start.
   */
  private static byte[] fadt(long dsdt) {
    byte[] table = table("FACP", 6, new byte[FADT_SIZE - HEADER_SIZE]);
    ByteBuffer fadt = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    fadt.put(45, (byte) 4); // preferred PM profile: enterprise server
    fadt.putShort(109, (short) (1 << 2 | 1 << 5)); // IAPC_BOOT_ARCH: no VGA, no CMOS RTC
    // HW_REDUCED_ACPI, FORCE_APIC_PHYSICAL_DESTINATION_MODE, no fixed sleep and power buttons
    fadt.putInt(112, 1 << 20 | 1 << 19 | 1 << 5 | 1 << 4);
    fadt.put(131, (byte) 3); // minor version
    fadt.putLong(140, dsdt); // X_DSDT
    return checksummed(table);
  }

  private static byte[] madt(PartitionPlan plan) {
    List<Cpu> cpus = CpuOrder.of(plan);
    ByteBuffer entries = ByteBuffer.allocate(8 + 8 * (cpus.size() + 1) + 12).order(ByteOrder.LITTLE_ENDIAN);
    entries.putInt(0xfee00000).putInt(0); // local APIC address; flags: no 8259
    // Kernels since 6.9 take the first id for that of the real boot processor when the one that
    // boots isn't marked as such, and then limit themselves to one CPU: so the first is nobody's.
    localApic(entries, 0xfe, unusedApicId(cpus), 2 /* online capable */);
    for (int i = 0; i < cpus.size(); i++) {
      localApic(entries, i, cpus.get(i).getApicId(), 1 /* enabled */);
    }
    // 5.2.12.3: the decoy I/O APIC, id 0, global interrupts from 0.
    entries.put((byte) 1).put((byte) 12).put((byte) 0).put((byte) 0);
    entries.putInt((int) plan.getLow().getDecoyIoapic().getStart()).putInt(0);
    return table("APIC", 5, entries.array());
  }

  /** 5.2.12.2. */
  private static void localApic(ByteBuffer entries, int uid, int id, int flags) {
    entries.put((byte) 0).put((byte) 8).put((byte) uid).put((byte) id).putInt(flags);
  }

  private static int unusedApicId(List<Cpu> cpus) {
    BitSet used = new BitSet();
    cpus.forEach(cpu -> used.set(cpu.getApicId()));
    int id = used.previousClearBit(MAX_XAPIC_ID);
    if (id < 0) {
      throw refusal("no APIC id is left for the placeholder");
    }
    return id;
  }

  private static byte[] mcfg(Ecam ecam) {
    ByteBuffer mcfg = ByteBuffer.allocate(8 + 16).order(ByteOrder.LITTLE_ENDIAN);
    mcfg.putLong(0).putLong(ecam.getBase()).putShort((short) Dsdt.SEGMENT);
    mcfg.put((byte) ecam.getBusStart()).put((byte) ecam.getBusEnd()).putInt(0);
    return table("MCFG", 1, mcfg.array());
  }

  /** 5.2.6: the header that all but the RSDP have, then the body. */
  static byte[] table(String signature, int revision, byte[] body) {
    ByteBuffer table = ByteBuffer.allocate(HEADER_SIZE + body.length).order(ByteOrder.LITTLE_ENDIAN);
    table.put(ascii(signature)).putInt(table.capacity()).put((byte) revision).put((byte) 0);
    table.put(ascii(OEM_ID)).put(ascii("PARTITON")).putInt(1).put(ascii("OSSW")).putInt(1);
    table.put(body);
    return checksummed(table.array());
  }

  private static byte[] checksummed(byte[] table) {
    table[9] = 0;
    table[9] = checksum(table, table.length);
    return table;
  }

  /** What makes the first bytes add up to 0. */
  private static byte checksum(byte[] bytes, int count) {
    byte sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bytes[i];
    }
    return (byte) -sum;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
