package org.osswap.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.PartitionPlan;

final class ReclaimerTest {
  private final PartitionPlan plan = Plans.q35();
  private final HeapMemory memory = new HeapMemory();

  @Test
  void everyCpuComesBackAndNothingStaysGranted() {
    try (GrantPage page = GrantPage.create(memory, plan)) {
      page.grantMemory(1);
      page.raise(GrantPage.FLAG_SUCCESSOR_ALIVE);
    }
    Recovering cpus = new Recovering();

    new Reclaimer(memory, cpus).reclaim(plan);

    assertThat(cpus.isOnline(2) && cpus.isOnline(3)).isTrue();
    try (GrantPage page = GrantPage.open(memory, plan)) {
      assertThat(page.raised(GrantPage.FLAG_SUCCESSOR_ALIVE)).isFalse();
    }
    assertThat(memory.read(0x1_001f_0041L, 1)).containsExactly(0);
  }

  @Test
  void aCpuThatDoesNotComeBackIsNamedAndTheOthersAreTried() {
    Recovering cpus = new Recovering(2);

    assertThatThrownBy(() -> new Reclaimer(memory, cpus).reclaim(plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cpu2: Input/output error");
    assertThat(cpus.isOnline(3)).isTrue();
  }

  @Test
  void aReclaimMayBeRepeated() {
    Reclaimer reclaimer = new Reclaimer(memory, new Recovering());

    reclaimer.reclaim(plan);
    reclaimer.reclaim(plan);

    assertThat(memory.mapped()).isZero();
  }
}
