package org.osswap.launch.acpi;

import static org.osswap.launch.acpi.Aml.and;
import static org.osswap.launch.acpi.Aml.byteField;
import static org.osswap.launch.acpi.Aml.call;
import static org.osswap.launch.acpi.Aml.concat;
import static org.osswap.launch.acpi.Aml.device;
import static org.osswap.launch.acpi.Aml.eisaId;
import static org.osswap.launch.acpi.Aml.equal;
import static org.osswap.launch.acpi.Aml.fieldByte;
import static org.osswap.launch.acpi.Aml.fieldGap;
import static org.osswap.launch.acpi.Aml.giveBack;
import static org.osswap.launch.acpi.Aml.integer;
import static org.osswap.launch.acpi.Aml.memoryRegion;
import static org.osswap.launch.acpi.Aml.method;
import static org.osswap.launch.acpi.Aml.name;
import static org.osswap.launch.acpi.Aml.named;
import static org.osswap.launch.acpi.Aml.not;
import static org.osswap.launch.acpi.Aml.resources;
import static org.osswap.launch.acpi.Aml.scope;
import static org.osswap.launch.acpi.Aml.store;
import static org.osswap.launch.acpi.Aml.string;
import static org.osswap.launch.acpi.Aml.when;
import static org.osswap.launch.acpi.Aml.wordField;

import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Extents;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Ecam;
import org.osswap.proto.Extent;
import org.osswap.proto.HostBridge;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/**
 * The namespace that the successor is given.
 *
 * <p>The partition's PCI roots are there from the start. The remainder's roots and memory are gated: their
 * {@code _STA} reads a byte of the {@link GrantPage}. Reading the sysfs file {@code status} of the device
 * OSWP0001 runs its {@code _STA}, which notifies the kicked device, so that the kernel looks at it again
 * and adds it. {@code _EJ0} withdraws the grant. A kick of {@link GrantPage#KICK_QUIET} clears bus mastering in the
 * functions of all roots that aren't granted: what the kernel can't see yet, and has no driver for, must be quiet
 * already.
 *
 * <p>All roots are in PCI segment 1, whose ECAM is the machine's own: so configuration cycles never go
 * through the ports CF8 and CFC, which the incumbent uses.
 */
final class Dsdt {
  /** The segment of every PCI root that the successor sees. */
  static final int SEGMENT = 1;

  private static final String HOTPLUG_DEVICE = "OSWP0001";
  private static final byte[] PRESENT = integer(0x0f);
  private static final int DEVICE_CHECK = 1;

  // PCI Local Bus 3.0, section 6.2.2: the command register, and its bit 2. A function that is gone reads as ones.
  private static final int COMMAND = 0x04;
  private static final int BUS_MASTER = 1 << 2;
  private static final int GONE = 0xffff;

  private Dsdt() {}

  /** The definition block's terms, without the table's header. */
  static byte[] terms(PartitionPlan plan) {
    return concat(grantPage(plan), scope("\\_SB", devices(plan).toArray(new byte[0][])));
  }

  private static byte[] grantPage(PartitionPlan plan) {
    List<byte[]> fields = new ArrayList<>();
    fields.add(fieldGap(GrantPage.KICK));
    fields.add(fieldByte("KREQ"));
    fields.add(fieldByte("LOUD"));
    int at = GrantPage.LOUD + 1;
    for (int i = 0; i < plan.getRemainderRootsCount(); i++) {
      fields.add(fieldGap(GrantPage.ROOT_GRANTS + i - at));
      fields.add(fieldByte(rootGrant(i)));
      at = GrantPage.ROOT_GRANTS + i + 1;
    }
    for (int i = 0; i < plan.getRemainderMemoryCount(); i++) {
      fields.add(fieldGap(GrantPage.MEMORY_GRANTS + i - at));
      fields.add(fieldByte(memoryGrant(i)));
      at = GrantPage.MEMORY_GRANTS + i + 1;
    }
    return concat(
        memoryRegion("\\GRNT", integer(plan.getGrantPage().getStart()), GrantPage.SIZE),
        byteField("\\GRNT", fields.toArray(new byte[0][])));
  }

  private static List<byte[]> devices(PartitionPlan plan) {
    List<byte[]> devices = new ArrayList<>();
    int uid = 1;
    for (int i = 0; i < plan.getPartitionRootsCount(); i++) {
      devices.add(device(partitionRoot(i), root(plan.getPartitionRoots(i), uid++)));
    }
    List<byte[]> notifications = new ArrayList<>();
    for (int i = 0; i < plan.getRemainderRootsCount(); i++) {
      notifications.add(whenKicked(notifications.size(), remainderRoot(i)));
      devices.add(
          device(remainderRoot(i), root(plan.getRemainderRoots(i), uid++), gate(rootGrant(i))));
    }
    for (int i = 0; i < plan.getRemainderMemoryCount(); i++) {
      notifications.add(whenKicked(notifications.size(), memory(i)));
      devices.add(
          device(
              memory(i),
              named("_HID", eisaId("PNP0C80")),
              named("_UID", integer(i)),
              gate(memoryGrant(i)),
              named("_CRS", resources(AddressSpace.memory(plan.getRemainderMemory(i), true)))));
    }
    devices.add(quietFunction());
    devices.add(hotplug(concat(notifications.toArray(new byte[0][])), quietRemainder(plan)));
    devices.add(motherboard(plan.getEcam()));
    return devices;
  }

  private static byte[] root(HostBridge root, int uid) {
    List<byte[]> windows = new ArrayList<>();
    windows.add(AddressSpace.buses(root.getBusStart(), root.getBusEnd()));
    for (Extent window : root.getMemoryList()) {
      windows.add(AddressSpace.window(window));
    }
    return concat(
        named("_HID", eisaId("PNP0A08")),
        named("_CID", eisaId("PNP0A03")),
        named("_UID", integer(uid)),
        named("_SEG", integer(SEGMENT)),
        named("_BBN", integer(root.getBusStart())),
        named("_CCA", integer(1)),
        named("_CRS", resources(windows.toArray(new byte[0][]))));
  }

  /** Present while granted; ejecting withdraws the grant. */
  private static byte[] gate(String grant) {
    return concat(
        method("_STA", 0, false, when(name(grant), giveBack(PRESENT)), giveBack(Aml.ZERO)),
        method("_EJ0", 1, false, store(Aml.ZERO, name(grant))));
  }

  /** A kick's number says which device is looked at again, or that the rest is to be quiet. */
  private static byte[] hotplug(byte[] notifications, byte[] quietRemainder) {
    return device(
        "KICK",
        named("_HID", string(HOTPLUG_DEVICE)),
        named("_UID", integer(0)),
        method(
            "_STA",
            0,
            true,
            store(name("KREQ"), Aml.LOCAL0),
            when(
                Aml.LOCAL0,
                store(Aml.ZERO, name("KREQ")),
                notifications,
                when(equal(Aml.LOCAL0, integer(GrantPage.KICK_QUIET)), quietRemainder)),
            giveBack(PRESENT)));
  }

  private static byte[] whenKicked(int index, String device) {
    return when(
        equal(Aml.LOCAL0, integer(index + 1)), Aml.notify("\\_SB." + device, DEVICE_CHECK));
  }

  /** Functions that drivers of this kernel may have by now, behind a root that is granted, are left alone. */
  private static byte[] quietRemainder(PartitionPlan plan) {
    List<byte[]> terms = new ArrayList<>();
    for (int i = 0; i < plan.getRemainderRootsCount(); i++) {
      HostBridge root = plan.getRemainderRoots(i);
      byte[][] calls =
          RootFunctions.of(plan, root).stream()
              .filter(function -> !function.getBridge())
              .map(function -> call("\\_SB.QFUN", integer(command(plan.getEcam(), function))))
              .toArray(byte[][]::new);
      if (calls.length > 0) {
        terms.add(when(not(name(rootGrant(i))), calls));
      }
    }
    return concat(terms.toArray(new byte[0][]));
  }

  /** Where a function's command register is (PCI Express Base 5.0, section 7.2.2: 4 KiB a function). */
  private static long command(Ecam ecam, PciFunction function) {
    return ecam.getBase()
        + ((long) function.getBus() << 20)
        + (function.getDevice() << 15)
        + (function.getFunction() << 12)
        + COMMAND;
  }

  /** Clears bus mastering by the command register at Arg0, if that is of a function that is there. */
  private static byte[] quietFunction() {
    return method(
        "QFUN",
        1,
        true,
        memoryRegion("FCFG", Aml.ARG0, Short.BYTES),
        wordField("FCFG", "FCMD"),
        store(name("FCMD"), Aml.LOCAL0),
        when(
            not(equal(Aml.LOCAL0, integer(GONE))),
            and(Aml.LOCAL0, integer(GONE & ~BUS_MASTER), name("FCMD")),
            when(and(name("FCMD"), integer(BUS_MASTER), Aml.ZERO), store(integer(1), name("LOUD")))));
  }

  /** ECAM counts only where a motherboard device claims it (PCI Firmware 3.3, section 4.1.2). */
  private static byte[] motherboard(Ecam ecam) {
    return device(
        "MCRS",
        named("_HID", eisaId("PNP0C02")),
        named("_CRS", resources(AddressSpace.memory(window(ecam), false))));
  }

  /** The addresses of an ECAM's config space: 1 MiB a bus. */
  static Extent window(Ecam ecam) {
    return Extents.of(
        ecam.getBase() + ((long) ecam.getBusStart() << 20),
        ecam.getBase() + ((ecam.getBusEnd() + 1L) << 20));
  }

  static String partitionRoot(int index) {
    return String.format("PA%02X", index);
  }

  static String remainderRoot(int index) {
    return String.format("PR%02X", index);
  }

  static String memory(int index) {
    return String.format("ME%02X", index);
  }

  private static String rootGrant(int index) {
    return String.format("GR%02X", index);
  }

  private static String memoryGrant(int index) {
    return String.format("GM%02X", index);
  }
}
