package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.Arming;
import org.osswap.proto.Belonging;
import org.osswap.proto.Belongings;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;
import org.osswap.proto.Undo;

final class SwapHistoryTest {
  private static final JournalRecord CPU = undo("online cpu2", "");
  private static final JournalRecord FENCE = undo("remove the fence of redis", "redis");

  @Test
  void anAbortedMoveHasUndoneItsOwnSteps() {
    assertThat(history(CPU, FENCE, app(AppPhase.ABORTED)).undo())
        .extracting(Undo::getWhat)
        .containsExactly("online cpu2");
  }

  @Test
  void aMoveWhoseControllerWasKilledIsUndone() {
    assertThat(history(CPU, FENCE, app(AppPhase.FROZEN)).undo()).hasSize(2);
  }

  @Test
  void whileASuccessorIsArmedApplicationsComeAndGo() {
    JournalRecord arming = JournalRecord.newBuilder().setArming(Arming.getDefaultInstance()).build();
    JournalRecord then = belongings("cpu", "2", "online", "process", "100 (redis)", "running");
    JournalRecord now = belongings("cpu", "2", "offline", "process", "200 (redis)", "running");

    assertThat(history(then, arming).belongings().orElseThrow().toProto().getBelongingList())
        .extracting(Belonging::getName)
        .containsExactly("2");
    assertThat(history(then, arming, now).belongings().orElseThrow().toProto().getBelongingList())
        .extracting(thing -> thing.getName() + " " + thing.getState())
        .containsExactly("2 online", "200 (redis) running");
    assertThat(history(then).belongings().orElseThrow().toProto().getBelongingCount()).isEqualTo(2);
  }

  @Test
  void aSuccessorThatIsStillBeingArmedIsReportedAsUnfinished() {
    JournalRecord.Builder armed = JournalRecord.newBuilder().setPhase(Phase.ARMED);
    JournalRecord begun = armed.clone().setBegin(true).build();

    SwapReport during = history(begun).report().build();
    assertThat(during.getPhase()).isEqualTo(Phase.ARMED);
    assertThat(during.getUnfinished()).isTrue();
    assertThat(during.hasArmed()).isFalse();

    SwapReport after = history(begun, armed.build()).report().build();
    assertThat(after.getUnfinished()).isFalse();
    assertThat(after.hasArmed()).isTrue();
  }

  private static JournalRecord belongings(String... things) {
    Belongings.Builder belongings = Belongings.newBuilder();
    for (int i = 0; i < things.length; i += 3) {
      belongings
          .addBelongingBuilder()
          .setKind(things[i])
          .setName(things[i + 1])
          .setState(things[i + 2]);
    }
    return JournalRecord.newBuilder().setBelongings(belongings).build();
  }

  private static SwapHistory history(JournalRecord... records) {
    return new SwapHistory(List.of(records));
  }

  private static JournalRecord undo(String what, String app) {
    return JournalRecord.newBuilder()
        .setUndo(Undo.newBuilder().setWhat(what).setApp(app))
        .build();
  }

  private static JournalRecord app(AppPhase phase) {
    return JournalRecord.newBuilder()
        .setApp(AppTransition.newBuilder().setApp("redis").setPhase(phase))
        .build();
  }
}
