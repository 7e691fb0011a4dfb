package org.osswap.partition.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.partition.Trees;
import org.osswap.proto.Machine;
import org.osswap.proto.MemoryLinkPlan;
import org.osswap.proto.PartitionPlan;

final class LinkChoiceTest {
  private final Machine machine = Trees.q35();

  private static PartitionPlan plan(Machine machine) {
    return Planner.plan(
        machine,
        new PlanRequest(
            "swap-1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("10.77.0.11/24"),
            Optional.empty(),
            Optional.empty(),
            true));
  }

  private String chosen(String... routes) {
    PartitionPlan plan =
        plan(machine.toBuilder().addAllRoutes(java.util.List.of(routes)).build());
    return plan.getMemoryLink().getIncumbentAddress();
  }

  @Test
  void theWindowLiesBehindTheGrantPageWithinThePartition() {
    PartitionPlan plan = plan(machine);
    MemoryLinkPlan link = plan.getMemoryLink();

    assertThat(link.getWindow()).isEqualTo(Extents.sized(0x100200000L, 0x802000L));
    assertThat(Extents.overlap(link.getWindow(), plan.getGrantPage())).isFalse();
    assertThat(Extents.range(plan.getMemory(0)).encloses(Extents.range(link.getWindow()))).isTrue();
    assertThat(plan.getNotesList()).anyMatch(note -> note.startsWith("the handoff link takes 8"));
  }

  @Test
  void theTwoEndsAreTheTwoHostsOfANetworkOfFour() {
    MemoryLinkPlan link = plan(machine).getMemoryLink();

    assertThat(link.getIncumbentAddress()).isEqualTo("192.168.255.253");
    assertThat(link.getSuccessorAddress()).isEqualTo("192.168.255.254");
  }

  @Test
  void routesOfTheRunningSystemAreRead() {
    assertThat(machine.getRoutesList()).containsExactly("10.77.0.0/24");
  }

  @Test
  void aNetworkThatThisMachineHasARouteToIsNotTaken() {
    assertThat(chosen("192.168.0.0/16")).isEqualTo("172.31.255.253");
    assertThat(chosen("192.168.255.254")).isEqualTo("172.31.255.253");
    assertThat(chosen("192.168.255.0/24", "172.16.0.0/12")).isEqualTo("10.255.255.253");
    assertThat(chosen("192.168.254.0/24")).isEqualTo("192.168.255.253");
  }

  @Test
  void aVpnsHalvesOfAllAddressesAndIpv6DoNotCount() {
    assertThat(chosen("0.0.0.0/1", "128.0.0.0/1", "fd00::/8", "default"))
        .isEqualTo("192.168.255.253");
  }

  @Test
  void whereEveryNetworkIsInUseThePlanSaysThatThereIsNoLink() {
    PartitionPlan plan =
        plan(
            machine.toBuilder()
                .addRoutes("192.168.0.0/16")
                .addRoutes("172.16.0.0/12")
                .addRoutes("10.0.0.0/8")
                .addRoutes("198.18.0.0/15")
                .addRoutes("100.64.0.0/10")
                .build());

    assertThat(plan.hasMemoryLink()).isFalse();
    assertThat(plan.getNotesList()).anyMatch(note -> note.startsWith("no handoff link in memory"));
  }

  @Test
  void withoutTheWishThereIsNoLink() {
    assertThat(
            Planner.plan(machine, PlanRequest.defaults("swap-1", "10.77.0.11/24")).hasMemoryLink())
        .isFalse();
  }
}
