package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osswap.proto.PathState;

final class NeighboursTest {
  private static final List<String> ALL = List.of("10.0.0.1", "10.0.0.5");
  private final Neighbours neighbours = new Neighbours();

  private PathState state(String... answering) {
    return neighbours.judge(ALL, Set.of(answering)).state();
  }

  @Test
  void aPathIsLostWhenNobodyAnswersWhoEverDid() {
    assertThat(state("10.0.0.1", "10.0.0.5")).isEqualTo(PathState.UP);
    assertThat(state("10.0.0.5")).isEqualTo(PathState.DEGRADED);
    assertThat(state()).isEqualTo(PathState.APD);
    assertThat(state("10.0.0.1")).isEqualTo(PathState.DEGRADED);
  }

  @Test
  void whoeverIsSilentFromTheStartDoesNotCount() {
    assertThat(state()).isEqualTo(PathState.PATH_STATE_UNSPECIFIED);
    assertThat(state("10.0.0.1")).isEqualTo(PathState.UP);
    assertThat(state()).isEqualTo(PathState.APD);
  }

  @Test
  void completeEntriesOfTheNeighboursTableAreThoseOfWhoAnswersToArp() {
    // cat /proc/net/arp, of a lab machine: one that answers, one that doesn't, one that was set by hand
    assertThat(
            Neighbours.complete(
                List.of(
                    "IP address       HW type     Flags       HW address            Mask     Device",
                    "10.77.0.1        0x1         0x2         52:54:00:12:34:01     *        ens1",
                    "10.77.0.9        0x1         0x0         00:00:00:00:00:00     *        ens1",
                    "10.77.0.7        0x1         0x6         52:54:00:12:34:07     *        ens1",
                    "damaged")))
        .containsExactlyInAnyOrder("10.77.0.1", "10.77.0.7");
  }
}
