package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osswap.apps.AppManifest;
import org.osswap.apps.AppPaths;
import org.osswap.apps.TomlText;
import org.osswap.base.Failure;
import org.osswap.proto.HealthCheck;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.WatchedPath;

final class WatchConfigTest {
  private static WatchConfig parse(String... lines) {
    return WatchConfig.parse(
        TomlText.parse(String.join("\n", lines), problem -> {}).orElseThrow(),
        "10.0.0.1",
        cause -> new Failure("read", "file", cause, "Correct it."));
  }

  private static AppManifest app(String name, AppPaths paths) {
    return new AppManifest(
        name,
        new AppManifest.Finder(AppManifest.Finder.Kind.UNIT, name + ".service"),
        Optional.empty(),
        HealthCheck.getDefaultInstance(),
        ImmutableList.of(),
        0,
        Duration.ZERO,
        ImmutableList.of(),
        paths);
  }

  @Test
  void anEmptyTableWatchesTheGatewayAndAlertsAfterTheUsualTime() {
    WatchConfig config = parse();

    assertThat(config.gateway()).contains("10.0.0.1");
    assertThat(config.limit()).isEqualTo(Duration.ofSeconds(140));
    assertThat(config.permanentLimit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.policy()).isEqualTo(LossPolicy.ALERT);
    assertThat(parse("gateway = \"\"").gateway()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit_s = 0|watch.limit_s is out of range: 0; from 1 to 3600",
        "limit_s = 3601|watch.limit_s is out of range",
        "probe_s = 0|watch.probe_s is out of range",
        "limit_s = 3|shorter than watch.probe_s",
        "policy = \"reboot\"|\"reboot\" is not \"alert\", \"handoff\" or \"takeover\"",
        "disks = [\"sda\"]|\"sda\" is no block device",
        "disks = [\"/dev/../etc\"]|is no block device",
        "links = [\"../ens1\"]|is no name of a network device",
        "peers = [\"host\"]|\"host\" is no IPv4 address",
        "gateway = \"fe80::1\"|is no IPv4 address",
        "dsks = []|unknown key \"watch.dsks\"",
      })
  void whatMakesNoSenseIsRefused(String line, String cause) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(Failure.class).hasMessageContaining(cause);
  }

  @Test
  void aDiskIsOnePathWithAClaimForTheMachineAndForEachApplicationOnIt() {
    WatchConfig config =
        parse(
            "disks = [\"/dev/sdb\"]", "links = [\"ens1\"]", "peers = [\"10.0.0.5\", \"10.0.0.1\"]",
            "limit_s = 60", "policy = \"handoff\"");
    AppPaths own =
        new AppPaths(
            ImmutableList.of("/dev/sdb", "/dev/sdc"),
            Optional.of(Duration.ofSeconds(20)),
            Optional.of(LossPolicy.TAKEOVER));
    AppPaths inherited =
        new AppPaths(ImmutableList.of("/dev/sdc"), Optional.empty(), Optional.empty());

    ImmutableList<WatchedPath> paths =
        WatchedPaths.of(
            config, List.of(app("db", own), app("log", inherited), app("redis", AppPaths.NONE)));

    assertThat(paths)
        .extracting(WatchedPath::getName)
        .containsExactly("/dev/sdb", "/dev/sdc", "ens1", "10.0.0.1, 10.0.0.5");
    assertThat(paths.get(0).getClaimsList())
        .extracting(claim -> claim.getApp() + " " + claim.getLimitSeconds() + " " + claim.getPolicy())
        .containsExactly(" 60 HANDOFF", "db 20 TAKEOVER");
    assertThat(paths.get(1).getClaimsList())
        .extracting(claim -> claim.getApp() + " " + claim.getLimitSeconds() + " " + claim.getPolicy())
        .containsExactly("db 20 TAKEOVER", "log 60 HANDOFF");
  }

  @Test
  void withoutATableAndPathsInManifestsNothingIsWatched() {
    assertThat(WatchedPaths.of(WatchConfig.NONE, List.of(app("redis", AppPaths.NONE)))).isEmpty();
  }
}
