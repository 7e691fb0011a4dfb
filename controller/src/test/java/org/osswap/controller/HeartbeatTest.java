package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Notice;
import org.osswap.proto.Phase;

final class HeartbeatTest {
  @TempDir Path dir;
  private final Told told = new Told();
  private final List<Failure> givenUp = new ArrayList<>();
  private boolean frozen;

  private Heartbeat heartbeat(Journal journal) {
    return new Heartbeat(
        null,
        new Awakened(ImmutableSet.of(), ImmutableSet::of),
        journal,
        told,
        () -> frozen,
        givenUp::add);
  }

  @Test
  void aLostHeartbeatIsOnTheScreenAndInTheJournalAndDecidesNothing() {
    Path path = dir.resolve("journal");
    try (Journal journal = Journal.open(path)) {
      Heartbeat heartbeat = heartbeat(journal);
      heartbeat.late(Duration.ofMillis(1800));
      heartbeat.stillLate(Duration.ofSeconds(5));
      heartbeat.back(Duration.ofMillis(6200));
    }

    SwapHistory history = new SwapHistory(Journal.read(path));
    assertThat(history.notices())
        .extracting(Notice::getText)
        .containsExactlyElementsOf(told.lines)
        .containsExactly(
            "the successor's heart has stopped: no beat for 1.8 s",
            "the successor's heart beats again; it had stopped for 6.2 s");
    assertThat(history.notices().get(0).getEpochMillis()).isPositive();
    assertThat(history.phase()).isEqualTo(Phase.PHASE_UNSPECIFIED);
    assertThat(history.problems()).isEmpty();
    assertThat(givenUp).isEmpty();
  }

  @Test
  void afterALongSilenceCallsEndOnce() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      Heartbeat heartbeat = heartbeat(journal);
      heartbeat.late(Duration.ofMillis(1800));
      for (int second = 2; second < 100; second++) {
        heartbeat.stillLate(Duration.ofSeconds(second));
        assertThat(givenUp).hasSize(second < Heartbeat.PATIENCE.toSeconds() ? 0 : 1);
      }
    }
    assertThat(told.lines).hasSize(2).last().asString().contains("calls to it end now");
  }

  @Test
  void whileApplicationsAreFrozenASilentSuccessorIsGivenUpSoonButNotForASecondOrTwo() {
    frozen = true;
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      Heartbeat heartbeat = heartbeat(journal);
      heartbeat.late(Duration.ofMillis(1800));
      heartbeat.stillLate(Duration.ofMillis(4800));
      assertThat(givenUp).isEmpty();

      heartbeat.stillLate(Duration.ofSeconds(5));
      heartbeat.back(Duration.ofMillis(5200));
      heartbeat.stillLate(Duration.ofSeconds(9));
    }

    assertThat(givenUp)
        .singleElement()
        .extracting(Failure::reason)
        .isEqualTo("the successor is silent: its heart has not beaten for 5.0 s");
  }

  @Test
  void applicationsStandStillFromTheirFreezeToTheirCommitOrAbort() {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      for (AppPhase phase : AppPhase.values()) {
        if (phase != AppPhase.UNRECOGNIZED) {
          journal.append(
              JournalRecord.newBuilder()
                  .setApp(AppTransition.newBuilder().setApp("redis").setPhase(phase)));
          assertThat(new SwapHistory(journal.records()).standsStill())
              .as(phase.name())
              .isEqualTo(phase == AppPhase.FROZEN || phase == AppPhase.RESTORED);
        }
      }
    }
  }

  @Test
  void aJournalThatTakesNothingKeepsNobodyFromBeingTold() {
    Journal journal = Journal.open(dir.resolve("journal"));
    journal.close();

    heartbeat(journal).late(Duration.ofSeconds(2));

    assertThat(told.lines).hasSize(1);
  }
}
