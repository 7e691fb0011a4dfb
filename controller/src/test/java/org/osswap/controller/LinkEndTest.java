package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.MemoryLinkPlan;
import org.osswap.proto.PartitionPlan;

final class LinkEndTest {
  private static final PartitionPlan NIC =
      PartitionPlan.newBuilder().setHandoffAddress("10.0.0.11/24").build();

  private final Told told = new Told();
  private final PhysicalMemory denied =
      extent -> {
        throw new Failure("map physical memory", "window", "EPERM", "Be root.");
      };

  private LinkEnd open(PartitionPlan plan) {
    return LinkEnd.open(
        denied, new SystemProcessRunner(), plan, MemoryLink.End.INCUMBENT, told);
  }

  @Test
  void aPlanWithoutALinkInMemoryUsesTheNicAndSaysNothing() {
    try (LinkEnd link = open(NIC)) {
      link.start();

      assertThat(link.agent()).containsExactly(InetAddresses.forString("10.0.0.11"));
      assertThat(link.way(link.agent().get(0))).isEqualTo("the NIC");
    }
    assertThat(told.lines).isEmpty();
  }

  @Test
  void whereTheLinkInMemoryCannotBeOpenedTheNicIsUsedAndItIsSaidWhy() {
    PartitionPlan plan =
        NIC.toBuilder()
            .setMemoryLink(
                MemoryLinkPlan.newBuilder()
                    .setWindow(Extents.sized(0x1_0020_0000L, 0x80_2000))
                    .setIncumbentAddress("192.168.255.253")
                    .setSuccessorAddress("192.168.255.254"))
            .build();
    try (LinkEnd link = open(plan)) {
      link.start();

      assertThat(link.agent()).containsExactly(InetAddresses.forString("10.0.0.11"));
      assertThat(link.way(link.agent().get(0))).isEqualTo("the NIC");
    }
    assertThat(told.lines).singleElement().asString().contains("EPERM");
  }
}
