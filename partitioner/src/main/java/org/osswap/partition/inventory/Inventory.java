package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Ecam;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;

/** Reads what a machine is made of. */
public final class Inventory {
  private Inventory() {}

  /**
   * Reads the machine.
   *
   * @param carried what a previous swap handed over ({@link #handedOver}); empty when this kernel
   *     was booted by firmware. It tells what a kernel started by osswap cannot see: the firmware's
   *     memory map and name, the real BSP, and the topology of CPUs that are offline
   * @throws org.osswap.base.Failure if /proc/iomem shows no addresses, a table is damaged, or
   *     {@code ip} doesn't run
   */
  public static Machine read(SysRoot root, ProcessRunner runner, Optional<Machine> carried) {
    ResourceTree iomem = ResourceTree.memory(root);
    CpuInfo cpus = root.parse("/proc/cpuinfo", CpuInfo::parse);
    KernelCommandLine parameters = KernelCommandLine.read(root);
    MemInfo meminfo = root.parse("/proc/meminfo", MemInfo::parse);
    FirmwareMap firmwareMap = FirmwareMap.read(root);
    Network network = Network.read(root, runner);
    PciReader pci = new PciReader(root);
    ImmutableList<Ecam> ecam =
        AcpiTable.read(root, "MCFG").map(Mcfg::parse).orElse(ImmutableList.of());
    ImmutableListMultimap<String, String> uses =
        ImmutableListMultimap.<String, String>builder()
            .putAll(network.uses())
            .putAll(new Disks(root).uses())
            .build();

    Machine.Builder machine =
        Machine.newBuilder()
            .setOsName(Identity.os(root))
            .setKernelRelease(root.text("/proc/sys/kernel/osrelease").orElse(""))
            .setKernelCommandLine(root.text("/proc/cmdline").orElse("").strip())
            .setTscKhz(TscClock.read(parameters, runner))
            .addAllCpus(
                new CpuReader(root, cpus, carried)
                    .read(AcpiTable.read(root, "APIC").map(Madt::parse)))
            .addAllMemory(new MemoryReader(root, iomem, carried).read())
            .setMemoryUsed(meminfo.total() - meminfo.available())
            .addAllEcam(ecam)
            .addAllHostBridges(
                pci.hostBridges(iomem, ResourceTree.ports(root), ecam, carried))
            .addAllPci(pci.functions(uses))
            .addAllNics(network.nics())
            .addAllRoutes(network.destinations());
    if (carried.isPresent()) {
      Machine old = carried.get();
      return machine
          .setFirmware(old.getFirmware())
          .setHypervisor(old.getHypervisor())
          .addAllLowMemory(old.getLowMemoryList())
          .addAllFirmwareReserved(old.getFirmwareReservedList())
          .setGeneration(old.getGeneration())
          .setLowSlot(old.getLowSlot())
          .build();
    }
    return machine
        .setFirmware(Identity.firmware(root))
        .setHypervisor(Identity.hypervisor(root, cpus))
        .addAllLowMemory(Extents.list(firmwareMap.lowMemory()))
        .addAllFirmwareReserved(Extents.list(firmwareMap.reserved()))
        .build();
  }

  /**
   * The machine as the successor of this plan inherits it: one generation later, with the slot of
   * low memory that the successor was given. To be passed to {@link #read} there once the takeover
   * is done: memory that nobody owns counts as free, and before the takeover the successor knows
   * of no owner of the incumbent's memory.
   */
  public static Machine handedOver(PartitionPlan plan) {
    return plan.getMachine().toBuilder()
        .setGeneration(plan.getMachine().getGeneration() + 1)
        .setLowSlot(plan.getLow())
        .build();
  }
}
