package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.partition.Trees;
import org.osswap.proto.Cpu;
import org.osswap.proto.HostBridge;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;
import org.osswap.proto.Nic;
import org.osswap.proto.PciFunction;

final class InventoryTest {
  private final Machine machine = Trees.q35();

  @Test
  void everyCpuHasItsApicIdAndTheFirstIsTheBootProcessor() {
    assertThat(machine.getCpusList()).extracting(Cpu::getApicId).containsExactly(0, 1, 2, 3);
    assertThat(machine.getCpusList())
        .extracting(Cpu::getBootProcessor)
        .containsExactly(true, false, false, false);
  }

  @Test
  void anOfflineCpuHasItsApicIdFromTheMadt(@TempDir Path dir) throws Exception {
    Path tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    String cpuinfo = Files.readString(tree.resolve("proc/cpuinfo"));
    int third = cpuinfo.indexOf("processor\t: 2");
    int fourth = cpuinfo.indexOf("processor\t: 3");
    Files.writeString(
        tree.resolve("proc/cpuinfo"), cpuinfo.substring(0, third) + cpuinfo.substring(fourth));

    Cpu offline = Trees.machine(tree).getCpus(2);

    assertThat(offline.getOnline()).isFalse();
    assertThat(offline.getApicId()).isEqualTo(2);
  }

  @Test
  void reservedMemoryIsWhatTheParameterSaysAndTheKernelConfirms() {
    assertThat(machine.getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.RESERVED)
        .extracting(Memory::getExtent)
        .containsExactly(Extents.of(0x100000000L, 0x1a0000000L));
    assertThat(machine.getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.SYSTEM_RAM)
        .extracting(Memory::getExtent)
        .containsExactly(
            Extents.of(0x100000, 0x7ffdd000), Extents.of(0x1a0000000L, 0x200000000L));
  }

  @Test
  void lowMemoryIsTheFirmwaresInWholePages() {
    assertThat(machine.getLowMemoryList()).containsExactly(Extents.of(0, 0x9f000));
  }

  @Test
  void eachHostBridgeHasWindowsForItsOwnBarsOnly() {
    HostBridge first = machine.getHostBridges(0);
    HostBridge second = machine.getHostBridges(1);

    assertThat(second.getMemoryList())
        .containsExactly(
            Extents.of(0xfe000000L, 0xfe200000L),
            Extents.of(0xfe403000L, 0xfe404000L),
            Extents.of(0xfe600000L, 0xfe800000L));
    assertThat(Extents.intersects(Extents.set(first.getMemoryList()), Extents.set(second.getMemoryList())))
        .isFalse();
    assertThat(first.getBusEnd()).isEqualTo(0x3f);
    assertThat(second.getBusStart()).isEqualTo(0x40);
  }

  @Test
  void everyBarLiesInAWindowOfItsRoot() {
    for (PciFunction function : machine.getPciList()) {
      HostBridge root = machine.getHostBridges(function.getBus() >= 0x40 ? 1 : 0);
      assertThat(Extents.set(root.getMemoryList()).enclosesAll(Extents.set(function.getBarsList())))
          .as(function.getAddress())
          .isTrue();
    }
  }

  @Test
  void aNicHasItsPciFunctionAndItsAddresses() {
    assertThat(machine.getNicsList()).extracting(Nic::getName).containsExactly("enp1s0", "ens2");
    assertThat(machine.getNics(0).getAddressesList()).contains("10.77.0.10/24");
    assertThat(machine.getNics(1).getPciAddress()).isEqualTo("0000:41:00.0");
    assertThat(machine.getNics(1).getAddressesList()).isEmpty();
  }

  @Test
  void aFunctionSaysWhatTheSystemNeedsItFor() {
    assertThat(machine.getPciList())
        .filteredOn(function -> function.getAddress().equals("0000:01:00.0"))
        .flatExtracting(PciFunction::getUsesList)
        .contains("10.77.0.10/24 on enp1s0");
  }

  @Test
  void theTscRunsAsTheKernelRefinedIt() {
    assertThat(machine.getTscKhz()).isBetween(1_000_000, 9_000_000);
    String log =
        """
        [    0.0] tsc: Detected 2596.125 MHz processor
        [    3.1] tsc: Refined TSC clocksource calibration: 2596.097 MHz
        """;
    assertThat(TscClock.parse(log)).contains(2596097);
  }

  @Test
  void configSpaceAndFirmwareAreKnown() {
    assertThat(machine.getEcam(0).getBase()).isEqualTo(0xb0000000L);
    assertThat(machine.getFirmware()).contains("SeaBIOS");
    assertThat(machine.getHypervisor()).isEqualTo("qemu");
    assertThat(machine.getMemoryUsed()).isPositive();
  }

  @Test
  void withoutAddressesInIomemItSaysThatRootIsNeeded(@TempDir Path dir) throws Exception {
    Path tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    Files.writeString(tree.resolve("proc/iomem"), "00000000-00000000 : System RAM\n");

    assertThatThrownBy(() -> Trees.machine(tree))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("/proc/iomem");
  }

  /** The tree of the first system stands in for its successor: only what is carried differs. */
  @Test
  void afterASwapWhatNobodyOwnsIsFreeAndTheFirmwareIsRemembered() {
    Machine carried =
        machine.toBuilder()
            .setFirmware("ACME")
            .setGeneration(1)
            .addMemory(
                Memory.newBuilder()
                    .setKind(Memory.Kind.SYSTEM_RAM)
                    .setExtent(Extents.of(0xa00000000L, 0xa08000000L)))
            .build();

    Machine next =
        Inventory.read(SysRoot.at(Trees.Q35), Trees.programs(Trees.Q35), Optional.of(carried));

    assertThat(next.getFirmware()).isEqualTo("ACME");
    assertThat(next.getGeneration()).isEqualTo(1);
    assertThat(next.getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.RESERVED)
        .extracting(Memory::getExtent)
        .contains(Extents.of(0xa00000000L, 0xa08000000L));
  }

  @Test
  void afterASwapHotAddedMemoryIsFreeButForTheKernelsOwn(@TempDir Path dir) throws Exception {
    Path tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    hotAdd(tree, 52, "PNP0C80:00", "Normal");
    hotAdd(tree, 53, "PNP0C80:00", "Movable");
    hotAdd(tree, 54, "PNP0C80:01", "Movable");
    hotAdd(tree, 55, "PNP0C80:01", "Movable");

    Machine next =
        Inventory.read(
            SysRoot.at(tree),
            Trees.programs(tree),
            Optional.of(machine.toBuilder().setGeneration(1).build()));

    assertThat(next.getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.HOT_ADDED)
        .singleElement()
        .satisfies(
            memory -> {
              assertThat(memory.getDevice()).isEqualTo("PNP0C80:01");
              assertThat(memory.getExtent()).isEqualTo(Extents.of(0x1b0000000L, 0x1c0000000L));
            });
    assertThat(next.getMemoryList())
        .filteredOn(memory -> memory.getKind() == Memory.Kind.SYSTEM_RAM)
        .extracting(Memory::getExtent)
        .contains(Extents.of(0x1a0000000L, 0x1b0000000L));
  }

  /** A block of 128 MiB. */
  private static void hotAdd(Path tree, int number, String device, String zone) throws Exception {
    Path block = tree.resolve("sys/devices/system/memory/memory" + number);
    Files.createDirectories(block);
    Files.writeString(block.resolve("phys_index"), String.format("%08x", number));
    Files.writeString(block.resolve("state"), "online");
    Files.writeString(block.resolve("valid_zones"), zone);
    Files.deleteIfExists(block.resolve("firmware_node"));
    Files.createSymbolicLink(block.resolve("firmware_node"), Path.of("../../../LNXSYSTM:00/" + device));
  }
}
