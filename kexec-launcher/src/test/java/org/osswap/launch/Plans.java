package org.osswap.launch;

import org.osswap.base.Extents;
import org.osswap.proto.Cpu;
import org.osswap.proto.Ecam;
import org.osswap.proto.HostBridge;
import org.osswap.proto.LowSlot;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;

/** A plan as it is made for a QEMU q35 machine of 4 CPUs, 6 GiB and a second PCI root. */
public final class Plans {
  private Plans() {}

  public static PartitionPlan q35() {
    return PartitionPlan.newBuilder()
        .setId("test")
        .setMachine(
            Machine.newBuilder()
                .setFirmware("QEMU SeaBIOS 1.16.2")
                .setHypervisor("qemu")
                .addPci(function("0000:00:03.0", 0, 3))
                .addPci(function("0000:40:00.0", 0x40, 0)))
        .addCpus(cpu(2))
        .addCpus(cpu(3))
        .addRemainderCpus(cpu(0).toBuilder().setBootProcessor(true))
        .addRemainderCpus(cpu(1))
        .addMemory(Extents.sized(0x1_0000_0000L, 0xa000_0000L))
        .addRemainderMemory(Extents.of(0x800_0000L, 0x7800_0000L))
        .addRemainderMemory(Extents.of(0x1_a000_0000L, 0x2_0000_0000L))
        .addPartitionRoots(
            HostBridge.newBuilder()
                .setBusStart(0x40)
                .setBusEnd(0x4f)
                .addMemory(Extents.of(0xfe00_0000L, 0xfe20_0000L)))
        .addRemainderRoots(
            HostBridge.newBuilder()
                .setBusStart(0)
                .setBusEnd(0x3f)
                .addMemory(Extents.of(0xc000_0000L, 0xfe00_0000L))
                .addMemory(Extents.of(0x3_8000_0000L, 0xb_8000_0000L)))
        .setLow(slot("A", 0x10000))
        .setIncumbentLow(slot("B", 0x50000))
        .setEcam(Ecam.newBuilder().setBase(0xb000_0000L).setBusEnd(0xff))
        .setGrantPage(Extents.sized(0x1_001f_0000L, 0x1000))
        .setTscKhz(2_000_000)
        .build();
  }

  private static Cpu cpu(int id) {
    return Cpu.newBuilder().setLogical(id).setApicId(id).build();
  }

  private static PciFunction function(String address, int bus, int device) {
    return PciFunction.newBuilder().setAddress(address).setBus(bus).setDevice(device).build();
  }

  private static LowSlot slot(String name, long start) {
    return LowSlot.newBuilder()
        .setName(name)
        .setTrampoline(Extents.sized(start, 0x4000))
        .setPark(Extents.sized(start + 0x4000, 0x6000))
        .setDecoyIoapic(Extents.sized(start + 0xa000, 0x1000))
        .setRam(Extents.of(start + 0xb000, start + 0x3_0000))
        .build();
  }
}
