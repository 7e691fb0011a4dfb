package org.osswap.partition.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.partition.Trees;
import org.osswap.partition.TwoSockets;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;

/** Plans for {@link TwoSockets}: cores are {0,4} and {1,5} on node 0, {2,6} and {3,7} on node 1. */
final class TopologyPlanTest {
  @TempDir Path dir;
  private Machine machine;

  @BeforeEach
  void twoSockets() throws Exception {
    machine = Trees.machine(TwoSockets.at(dir.resolve("m")));
  }

  private static PartitionPlan plan(Machine machine, String cpus) {
    return Planner.plan(
        machine,
        new PlanRequest(
            "s", Optional.ofNullable(cpus), Optional.empty(), Optional.empty(),
            Optional.of("10.77.0.11/24"), Optional.empty(), Optional.empty(), false));
  }

  private List<Integer> chosen(String cpus) {
    return logicals(plan(machine, cpus).getCpusList());
  }

  private static List<Integer> logicals(List<Cpu> cpus) {
    return cpus.stream().map(Cpu::getLogical).toList();
  }

  private void assertRefused(String cpus, String object, String reason) {
    assertThatThrownBy(() -> plan(machine, cpus))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).isEqualTo(object);
              assertThat(failure.reason()).contains(reason);
              assertThat(failure.remedy()).endsWith(".");
            });
  }

  @Test
  void byDefaultTheSuccessorGetsTheSocketThatItsMemoryIsNearTo() {
    PartitionPlan plan = plan(machine, null);

    assertThat(logicals(plan.getCpusList())).containsExactly(2, 3, 6, 7);
    assertThat(logicals(plan.getRemainderCpusList())).containsExactly(0, 1, 4, 5);
    assertThat(plan.getQuiesceMemory(0).getNode()).isEqualTo(1);
  }

  @Test
  void memoryNearTheFirstSocketPrefersItsOtherCore() throws Exception {
    Path tree = TwoSockets.with(dir.resolve("n"), List.of(0, 1, 2, 3, 4, 5, 6, 7), 0);

    assertThat(logicals(plan(Trees.machine(tree), "2").getCpusList())).containsExactly(1, 5);
  }

  @Test
  void aNumberOfCpusIsMadeOfWholeCores() {
    assertThat(chosen("2")).containsExactly(3, 7);
    assertThat(chosen("6")).containsExactly(1, 2, 3, 5, 6, 7);
    assertRefused("3", "3 CPUs", "2 can be freed in whole cores (of 1-3,5-7;");
    assertRefused("8", "8 CPUs", "CPU 0 and its siblings stay with the running system");
    assertRefused("0", "0 CPUs", "in whole cores");
  }

  @Test
  void aListMustNameWholeCores() {
    assertThat(chosen("1,5")).containsExactly(1, 5);
    assertThat(chosen("6,2")).containsExactly(2, 6);
    assertRefused("3-3", "cpu3", "this one is CPUs 3,7");
    assertRefused("2,3,6", "cpu3", "this one is CPUs 3,7");
  }

  @Test
  void theCoreOfCpu0IsNeverTaken() {
    assertRefused("4-4", "cpu4", "this one is CPUs 0,4");
    assertRefused("0,4", "cpu0", "booted on it");
  }

  @Test
  void withSmtOffACoreIsItsOneOnlineThread() throws Exception {
    Machine smtOff =
        Trees.machine(TwoSockets.with(dir.resolve("n"), List.of(0, 1, 2, 3), 1));

    PartitionPlan plan = plan(smtOff, null);

    assertThat(logicals(plan.getCpusList())).containsExactly(2, 3);
    assertThat(plan.getNotesList())
        .contains("CPUs 4-7 are offline and stay so until the takeover");
    assertThatThrownBy(() -> plan(smtOff, "2,6"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cpu6: it is offline");
  }

  @Test
  void whatIsNoListIsRefusedAndAHugeOneToo() {
    for (String wrong : List.of("2-", "-1", "3-1", "99999999999", "1-2147483647", "two")) {
      assertRefused(wrong, "CPUs " + wrong, "not a number or a list");
    }
    assertRefused(",", "CPUs", "none is named");
    assertRefused("", "CPUs", "none is named");
  }

  @Test
  void anApicIdThatCannotBeAddressedIsRefused() {
    Machine.Builder large = machine.toBuilder();
    for (int cpu : new int[] {3, 7}) {
      large.getCpusBuilder(cpu).setApicId(254 + cpu);
    }

    assertThat(logicals(plan(large.build(), null).getCpusList())).containsExactly(1, 2, 5, 6);
    machine = large.build();
    assertRefused("3,7", "cpu3", "its APIC id 257 is above 253");
  }
}
