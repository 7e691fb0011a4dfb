package org.osswap.partition.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.partition.Trees;
import org.osswap.partition.inventory.Inventory;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;

final class PlannerTest {
  private static final String ADDRESS = "10.77.0.11/24";

  private final Machine machine = Trees.q35();
  private final PlanRequest defaults = PlanRequest.defaults("swap-1", ADDRESS);

  private PlanRequest request(String cpus, Long memory, String nic) {
    return new PlanRequest(
        "swap-1",
        Optional.ofNullable(cpus),
        Optional.ofNullable(memory),
        Optional.ofNullable(nic),
        Optional.of(ADDRESS),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private void assertRefused(ThrowingCallable planning, String reason) {
    assertThatThrownBy(planning)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.remedy()).endsWith("."))
        .hasMessageContaining(reason);
  }

  @Test
  void byDefaultTheSuccessorGetsHalfTheCpusTheReservationAndTheFreeRoot() {
    PartitionPlan plan = Planner.plan(machine, defaults);

    assertThat(plan.getCpusList()).extracting(Cpu::getLogical).containsExactly(2, 3);
    assertThat(plan.getRemainderCpusList()).extracting(Cpu::getLogical).containsExactly(0, 1);
    assertThat(plan.getMemoryList()).containsExactly(Extents.of(0x100000000L, 0x1a0000000L));
    assertThat(plan.getPartitionRoots(0).getBusStart()).isEqualTo(0x40);
    assertThat(plan.getRemovedFunctionsList()).containsExactly("0000:40:00.0");
    assertThat(plan.getNicMac()).isEqualTo("52:54:00:77:00:0b");
    assertThat(plan.getIncumbentAddress()).isEqualTo("10.77.0.10");
    assertThat(plan.getGrantPage()).isEqualTo(Extents.of(0x1001f0000L, 0x100200000L));
  }

  @Test
  void theRemainderIsAlignedToMemoryBlocksAndWhatIsLostIsSaid() {
    PartitionPlan plan = Planner.plan(machine, defaults);

    assertThat(plan.getRemainderMemoryList())
        .containsExactly(
            Extents.of(0x8000000L, 0x78000000L), Extents.of(0x1a0000000L, 0x200000000L));
    assertThat(plan.getNotesList()).anyMatch(note -> note.contains("lost"));
  }

  @Test
  void theSlotsOfLowMemoryAlternate() {
    PartitionPlan first = Planner.plan(machine, defaults);
    assertThat(first.getLow().getName()).isEqualTo("A");
    assertThat(first.getIncumbentLow().getRam())
        .isEqualTo(Extents.of(0x50000, 0x9f000));

    PartitionPlan second = Planner.plan(Inventory.handedOver(first), defaults);
    assertThat(second.getLow().getName()).isEqualTo("B");
    assertThat(second.getIncumbentLow()).isEqualTo(first.getLow());
  }

  @Test
  void aListOfCpusIsTakenAsItIs() {
    PartitionPlan plan = Planner.plan(machine, request("1,3", null, null));

    assertThat(plan.getCpusList()).extracting(Cpu::getLogical).containsExactly(1, 3);
  }

  @Test
  void cpu0AndOfflineAndUnknownCpusAreRefused() {
    assertRefused(() -> Planner.plan(machine, request("0-1", null, null)), "cpu0");
    assertRefused(() -> Planner.plan(machine, request("7-8", null, null)), "no such CPU");
    assertRefused(() -> Planner.plan(machine, request("4", null, null)), "3 can be freed");
    assertRefused(() -> Planner.plan(machine, request("x-y", null, null)), "not a number");
    Machine.Builder offline = machine.toBuilder();
    offline.getCpusBuilder(2).setOnline(false);
    assertRefused(() -> Planner.plan(offline.build(), request("2-3", null, null)), "offline");
  }

  @Test
  void aCoreIsNeverDivided() {
    Machine.Builder threads = machine.toBuilder();
    threads.getCpusBuilder(1).setCore(0);
    threads.getCpusBuilder(3).setCore(2);
    Machine smt = threads.build();

    assertThat(Planner.plan(smt, defaults).getCpusList())
        .extracting(Cpu::getLogical)
        .containsExactly(2, 3);
    assertRefused(() -> Planner.plan(smt, request("3-3", null, null)), "whole cores");
    assertRefused(() -> Planner.plan(smt, request("1", null, null)), "whole cores");
  }

  @Test
  void lessMemoryMayBeAskedForButNotMoreThanCanBeFreed() {
    PartitionPlan plan = Planner.plan(machine, request(null, 1L << 30, null));
    assertThat(plan.getMemoryList()).containsExactly(Extents.of(0x100000000L, 0x140000000L));
    assertThat(Extents.set(plan.getRemainderMemoryList()))
        .isEqualTo(
            Extents.set(
                List.of(
                    Extents.of(0x8000000L, 0x78000000L),
                    Extents.of(0x140000000L, 0x200000000L))));

    assertRefused(() -> Planner.plan(machine, request(null, 8L << 30, null)), "2560 MiB");
    assertRefused(() -> Planner.plan(machine, request(null, 1L << 20, null)), "too little");
  }

  /** Of 5.75 GiB in whole blocks: 1.4375 GiB. */
  @Test
  void theKernelHasAQuarterOfTheMemoryForItself() {
    PartitionPlan least = Planner.plan(machine, request(null, 512L << 20, null));
    PartitionPlan small = Planner.plan(machine, request(null, 1L << 30, null));
    PartitionPlan large = Planner.plan(machine, request(null, 1536L << 20, null));

    assertThat(least.getKernelMemory()).isEqualTo(Extents.of(0x120000000L, 0x160000000L));
    assertThat(least.getRemainderMemoryList())
        .containsExactly(
            least.getKernelMemory(),
            Extents.of(0x8000000L, 0x78000000L),
            Extents.of(0x160000000L, 0x200000000L));
    assertThat(least.getNotesList()).anyMatch(note -> note.contains("the partition is small"));
    assertThat(small.getKernelMemory()).isEqualTo(Extents.of(0x140000000L, 0x160000000L));
    assertThat(large.hasKernelMemory()).isFalse();
    assertThat(large.getNotesList()).noneMatch(note -> note.contains("is small"));
  }

  @Test
  void theKernelsOwnMemoryIsOneRangeAtMost() {
    Machine.Builder pieces = machine.toBuilder().clearMemory();
    pieces.addMemory(memory(Memory.Kind.RESERVED, 0x100000000L, 0x120000000L));
    for (long start = 0x200000000L; start < 0x400000000L; start += 0x10000000L) {
      pieces.addMemory(memory(Memory.Kind.SYSTEM_RAM, start, start + 0x8000000L));
    }

    PartitionPlan plan = Planner.plan(pieces.setMemoryUsed(1 << 20).build(), defaults);

    assertThat(plan.getKernelMemory()).isEqualTo(Extents.of(0x200000000L, 0x208000000L));
    assertThat(plan.getRemainderMemoryList()).hasSize(32);
  }

  @Test
  void aNicThatTheSystemNeedsIsRefused() {
    assertRefused(() -> Planner.plan(machine, request(null, null, "enp1s0")), "enp1s0");
    assertRefused(() -> Planner.plan(machine, request(null, null, "eth9")), "no such");
    Machine.Builder routed = machine.toBuilder();
    routed.getNicsBuilder(1).setDefaultRoute(true);
    assertRefused(() -> Planner.plan(routed.build(), request(null, null, "ens2")), "default route");
  }

  @Test
  void aRootWithAMountedDiskIsNotGivenAway() {
    Machine.Builder mounted = machine.toBuilder();
    for (int i = 0; i < mounted.getPciCount(); i++) {
      if (mounted.getPci(i).getBus() == 0x41) {
        mounted.getPciBuilder(i).addUses("mounted on /");
      }
    }

    assertRefused(() -> Planner.plan(mounted.build(), defaults), "mounted on /");
  }

  @Test
  void withoutFreeableMemoryPrepareIsTheRemedy() {
    Machine.Builder unprepared = machine.toBuilder();
    for (int i = 0; i < unprepared.getMemoryCount(); i++) {
      unprepared.getMemoryBuilder(i).setKind(Memory.Kind.SYSTEM_RAM);
    }

    assertThatThrownBy(() -> Planner.plan(unprepared.build(), defaults))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.remedy()).contains("osswap prepare"));
  }

  @Test
  void anAddressInNoSubnetOfTheSystemIsRefused() {
    assertRefused(
        () -> Planner.plan(machine, PlanRequest.defaults("s", "192.168.5.2/24")), "subnet");
    assertRefused(
        () -> Planner.plan(machine, PlanRequest.defaults("s", "10.77.0.10/24")), "uses it");
    assertRefused(() -> Planner.plan(machine, PlanRequest.defaults("s", "10.77.0.11")), "prefix");
    assertRefused(() -> Planner.plan(machine, PlanRequest.defaults("s", "host/24")), "not an IP");
  }

  @Test
  void hotAddedMemoryIsTakenOnlyAsFarAsTheSystemCanSpareIt() {
    Machine next =
        machine.toBuilder()
            .setGeneration(1)
            .setMemoryUsed(1L << 30)
            .clearMemory()
            .addMemory(memory(Memory.Kind.HOT_ADDED, 0x8000000L, 0x78000000L))
            .addMemory(memory(Memory.Kind.SYSTEM_RAM, 0x100000000L, 0x120000000L))
            .build();

    assertRefused(() -> Planner.plan(next, defaults), "too little");
    assertThat(Planner.plan(next.toBuilder().setMemoryUsed(1 << 20).build(), defaults).getMemoryList())
        .containsExactly(Extents.of(0x8000000L, 0x78000000L));
  }

  @Test
  void memoryIsTakenInWholeBlocksFromTheLeastToAllOfIt() {
    assertRefused(() -> Planner.plan(machine, request(null, (512L << 20) - 1, null)), "too little");
    assertRefused(() -> Planner.plan(machine, request(null, 0L, null)), "too little");
    assertRefused(() -> Planner.plan(machine, request(null, (2560L << 20) + 1, null)), "2560 MiB");

    assertThat(Planner.plan(machine, request(null, 512L << 20, null)).getMemoryList())
        .containsExactly(Extents.of(0x100000000L, 0x120000000L));
    assertThat(Planner.plan(machine, request(null, 600L << 20, null)).getMemoryList())
        .containsExactly(Extents.of(0x100000000L, 0x128000000L));
    assertThat(Planner.plan(machine, request(null, 2560L << 20, null)).getMemoryList())
        .containsExactly(Extents.of(0x100000000L, 0x1a0000000L));
  }

  @Test
  void aNicMayBeNamedByItsAddressesToo() {
    for (String name : new String[] {"ens2", "52:54:00:77:00:0B", "0000:41:00.0"}) {
      assertThat(Planner.plan(machine, request(null, null, name)).getNicMac())
          .isEqualTo("52:54:00:77:00:0b");
    }
  }

  @Test
  void theOnlyNicWithAnAddressIsRefused() {
    Machine.Builder only = machine.toBuilder();
    only.getNicsBuilder(0).clearAddresses();
    only.getNicsBuilder(1).addAddresses("10.77.0.10/24");

    assertRefused(
        () -> Planner.plan(only.build(), request(null, null, "ens2")), "the only one with an address");
  }

  @Test
  void aMachineWithoutAFreeRootSaysWhatEachOneIsNeededFor() {
    Machine none = machine.toBuilder().clearNics().build();
    assertRefused(() -> Planner.plan(none, defaults), "no network interface is a PCI function");

    Machine.Builder routed = machine.toBuilder();
    routed.getNicsBuilder(1).setPciAddress("0001:41:00.0");
    assertRefused(
        () -> Planner.plan(routed.build(), request(null, null, "ens2")), "no PCI host bridge leads to");

    Machine one = machine.toBuilder().removeNics(1).build();
    assertRefused(
        () -> Planner.plan(one, defaults), "enp1s0 below root 0000:00 (0000:01:00.0: 10.77.0.10/24");
  }

  private static Memory memory(Memory.Kind kind, long start, long end) {
    return Memory.newBuilder().setKind(kind).setExtent(Extents.of(start, end)).build();
  }
}
