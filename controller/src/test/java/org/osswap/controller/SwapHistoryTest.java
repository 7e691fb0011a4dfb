package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.JournalRecord;
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
