package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osswap.base.Failure;

@Timeout(60)
final class GroupMigrationTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private final Together prepared = new Together(Set.of("redis", "nginx"));
  private final Together restored = new Together(Set.of("redis", "nginx"));

  private Future<?> move(Runnable migration) {
    return CompletableFuture.runAsync(
        () -> GroupMigration.move(migration, prepared, restored), task -> new Thread(task).start());
  }

  private Future<?> waiting(Together point) {
    return move(() -> point.arrived("nginx", LONG));
  }

  @Test
  void aDefectInOneMoveEndsTheOthersAtOnceAndIsThrownAsItIs() {
    for (Together point : List.of(prepared, restored)) {
      IllegalStateException defect = new IllegalStateException("no such round");
      Future<?> nginx = waiting(point);
      Future<?> redis =
          move(
              () -> {
                throw defect;
              });

      assertThatThrownBy(nginx::get)
          .cause()
          .isInstanceOf(Failure.class)
          .hasMessageContaining("another application failed")
          .hasMessageContaining("no such round");
      assertThatThrownBy(() -> GroupMigration.collect(List.of(nginx, redis))).isSameAs(defect);
    }
  }

  @Test
  void anErrorEndsTheOthersToo() {
    Future<?> nginx = waiting(restored);
    Future<?> redis =
        move(
            () -> {
              throw new StackOverflowError("deep");
            });

    assertThatThrownBy(nginx::get).hasMessageContaining("deep");
    assertThatThrownBy(() -> GroupMigration.collect(List.of(nginx, redis)))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void theFailureIsToldAndNotItsEcho() {
    Failure failure = new Failure("restore an application", "redis", "no memory", "Give it more.");
    Future<?> nginx = waiting(prepared);
    Future<?> redis =
        move(
            () -> {
              throw failure;
            });

    assertThatThrownBy(() -> GroupMigration.collect(List.of(nginx, redis))).isSameAs(failure);
  }

  @Test
  void movesThatSucceedThrowNothing() {
    assertThatCode(() -> GroupMigration.collect(List.of(move(() -> {}), move(() -> {}))))
        .doesNotThrowAnyException();
  }

  @Test
  void whatWasSentIsToldWithItsRate() {
    assertThat(GroupMigration.sentLine(96L << 20, Duration.ofMillis(2400)))
        .isEqualTo("96 MiB sent at 40 MiB/s");
    assertThat(GroupMigration.sentLine(0, Duration.ZERO)).isEqualTo("0 KiB sent at 0 KiB/s");
  }
}
