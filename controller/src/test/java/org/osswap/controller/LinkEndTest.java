package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.List;
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

  private final List<String> told = new ArrayList<>();
  private final PhysicalMemory denied =
      extent -> {
        throw new Failure("map physical memory", "window", "EPERM", "Be root.");
      };

  private LinkEnd open(PartitionPlan plan) {
    Progress progress =
        new Progress() {
          @Override
          public void phase(String name) {}

          @Override
          public void detail(String text) {
            told.add(text);
          }
        };
    return LinkEnd.open(
        denied, new SystemProcessRunner(), plan, MemoryLink.End.INCUMBENT, progress);
  }

  @Test
  void aPlanWithoutALinkInMemoryUsesTheNicAndSaysNothing() {
    try (LinkEnd link = open(NIC)) {
      link.start();

      assertThat(link.agent()).containsExactly(InetAddresses.forString("10.0.0.11"));
      assertThat(link.way(link.agent().get(0))).isEqualTo("the NIC");
    }
    assertThat(told).isEmpty();
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
    assertThat(told).singleElement().asString().contains("EPERM");
  }
}
