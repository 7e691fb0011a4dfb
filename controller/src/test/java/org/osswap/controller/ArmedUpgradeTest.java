package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.Obliging;
import org.osswap.base.SysRoot;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;

final class ArmedUpgradeTest {
  private static final Set<String> LOST = Set.of("/dev/mapper/data");

  @TempDir Path dir;

  private Site site(Phase... phases) {
    SysRoot root = SysRoot.at(dir);
    StateDir state = new StateDir(root);
    state.freshSwap();
    try (Journal journal = Journal.open(state.journal())) {
      journal.append(
          JournalRecord.newBuilder().setPlan(PartitionPlan.newBuilder().setId("swap-1")));
      for (Phase phase : phases) {
        journal.append(JournalRecord.newBuilder().setPhase(phase));
      }
    }
    return new Site(root, new Obliging(), state, dir);
  }

  @Test
  void withoutAnArmedSuccessorNothingIsMovedAway() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ArmedUpgrade.away(site(Phase.LAUNCHED), List.of("redis"), LOST, new Told()))
        .satisfies(
            failure -> {
              assertThat(failure.step()).isEqualTo("move applications away");
              assertThat(failure.object()).isEqualTo("swap swap-1");
              assertThat(failure.remedy()).contains("osswap rollback");
            });
  }

  /** Here no name doesn't stand for all: those that touch the lost path would hang the handoff. */
  @Test
  void theApplicationsThatMoveAwayAreNamed() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ArmedUpgrade.away(site(Phase.ARMED), List.of(), LOST, new Told()))
        .satisfies(failure -> assertThat(failure.remedy()).contains("--app"));
  }

  @Test
  void anUpgradeWithoutAnArmedSuccessorPlansItsOwn() {
    assertThat(
            ArmedUpgrade.find(
                site(Phase.LAUNCHED),
                new Wish(Optional.empty(), Optional.empty(), Optional.empty()),
                dir.resolve("13"),
                List.of(),
                new Told()))
        .isEmpty();
  }
}
