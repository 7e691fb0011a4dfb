package org.osswap.partition.belongings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

/** On lines as Debian 12 wrote them. */
final class ReadersTest {

  @Test
  void routesAreThoseOfOneDeviceWithTheirGatewaysAndMetrics() {
    List<String> lines =
        List.of(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth0\t00000000\t01004D0A\t0003\t0\t0\t100\t00000000\t0\t0\t0",
            "eth0\t00004D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0");

    assertThat(Routes.ipv4(lines, "eth0"))
        .containsExactly("0.0.0.0/0 via 10.77.0.1 metric 100", "10.77.0.0/24 metric 0");
    assertThat(Routes.ipv4(lines, "eth1")).containsExactly("192.168.0.0/16 metric 0");
  }

  @Test
  void routesThatARouterAnnouncedDontCount() {
    String set =
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
            + " fe800000000000000000000000000001 00000400 00000001 00000000 %s     eth0";

    assertThat(Routes.ipv6(List.of(String.format(set, "00000003")), "eth0"))
        .containsExactly("::/0 via fe80::1 metric 1024");
    assertThat(Routes.ipv6(List.of(String.format(set, "00450003")), "eth0")).isEmpty();
    assertThat(Routes.ipv6(List.of(String.format(set, "00000003")), "eth1")).isEmpty();
  }

  @Test
  void onlyTablesWithNamesOfOsswapCount() {
    assertThat(
            NftTables.parse(
                List.of("table inet filter", "table ip osswap_redis", "table arp osswap_redis")))
        .containsOnlyKeys("ip osswap_redis", "arp osswap_redis");
  }

  @Test
  void onlyMountsWhereNobodyElseMountsCount() {
    assertThat(
            Mounts.points(
                List.of(
                    "24 1 0:23 / / rw shared:1 - ext4 /dev/vda1 rw",
                    "88 25 0:44 / /run/osswap/migrate/redis rw shared:50 - tmpfs osswap rw",
                    "89 25 0:21 /x /sys/devices/system/cpu/cpu2/online ro - sysfs sysfs rw",
                    "90 25 0:44 / /run/user/0 rw shared:50 - tmpfs tmpfs rw")))
        .containsExactly("/run/osswap/migrate/redis", "/sys/devices/system/cpu/cpu2/online");
  }

  @Test
  void aKindThatIsNotKnownIsRefused() {
    org.osswap.proto.Belongings.Builder journal = org.osswap.proto.Belongings.newBuilder();
    journal.addBelongingBuilder().setKind("flux capacitor").setName("0");

    assertThatThrownBy(() -> Belongings.of(journal.build()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("flux capacitor");
  }
}
