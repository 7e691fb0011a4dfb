package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SystemProcessRunner;

final class FenceTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path dir;

  /** nft in a network namespace of its own, which an ordinary user may have too. */
  private static ProcessRunner.Outcome nft(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("unshare", "-rn", "nft"));
    argv.addAll(List.of(arguments));
    try {
      return new SystemProcessRunner().run(argv, LIMIT);
    } catch (Failure e) {
      return new ProcessRunner.Outcome(argv, 127, "", e.getMessage(), false);
    }
  }

  @Test
  void theFenceOnTheIncumbentReplacesAnyFormerOneInOneTransaction() {
    assertThat(Fence.shown("redis", "10.77.0.101"))
        .isEqualTo(
            """
            table ip osswap_redis { }
            delete table ip osswap_redis
            table ip osswap_redis {
              chain in {
                type filter hook input priority -10;
                meta mark 0xc114 accept
                ip daddr 10.77.0.101 tcp flags & (syn | ack) == syn drop
                ip daddr 10.77.0.101 meta l4proto tcp reject with icmp type host-unreachable
              }
              chain out {
                type filter hook output priority -10;
                meta mark 0xc114 accept
                ip saddr 10.77.0.101 meta l4proto tcp drop
              }
            }
            """);
  }

  @Test
  void onTheSuccessorTheAddressIsHiddenFromTheNeighboursToo() {
    assertThat(Fence.hidden("redis", "10.77.0.101"))
        .startsWith(Fence.shown("redis", "10.77.0.101"))
        .endsWith(
            """
            table arp osswap_redis { }
            delete table arp osswap_redis
            table arp osswap_redis {
              chain in {
                type filter hook input priority 0;
                arp daddr ip 10.77.0.101 drop
              }
              chain out {
                type filter hook output priority 0;
                arp saddr ip 10.77.0.101 drop
              }
            }
            """);
  }

  @Test
  void takingAFenceAwayHurtsNobodyWhenThereIsNone() {
    assertThat(Fence.gone("redis", true))
        .isEqualTo(
            """
            table ip osswap_redis { }
            delete table ip osswap_redis
            table arp osswap_redis { }
            delete table arp osswap_redis
            """);
    assertThat(Fence.gone("redis", false)).doesNotContain("arp");
  }

  @Test
  void noTwoApplicationsShareATable() {
    assertThat(AppNames.table("web-1")).isNotEqualTo(AppNames.table("web_1"));
  }

  @Test
  void nftAcceptsAllOfThem() throws Exception {
    assumeTrue(nft("list", "ruleset").ok(), "nft, in a namespace of its own");
    List<String> texts =
        List.of(
            Fence.shown("web-1", "10.77.0.101"), Fence.hidden("web-1", "10.77.0.101"),
            Fence.gone("web-1", true), Fence.gone("web_1", false));
    for (String text : texts) {
      Path file = Files.writeString(dir.resolve("fence.nft"), text);
      assertThat(nft("-c", "-f", file.toString())).as(text).matches(ProcessRunner.Outcome::ok);
    }
    List<String> undo = Fence.undo("web-1").getCommand().getArgvList();
    assertThat(undo.get(0)).isEqualTo("nft");
    assertThat(nft(undo.get(1))).matches(ProcessRunner.Outcome::ok);
  }
}
