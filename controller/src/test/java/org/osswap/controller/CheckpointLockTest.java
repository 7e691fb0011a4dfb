package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

@Timeout(15)
final class CheckpointLockTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path dir;
  private SysRoot root;
  private final AtomicInteger busy = new AtomicInteger();

  @BeforeEach
  void root() {
    root = SysRoot.at(dir);
  }

  @Test
  void whoLooksAtAnApplicationWaitsForTheCheckpointThatIsBeingTaken() {
    CheckpointLock checkpoint = CheckpointLock.forOne(root, () -> false);
    CheckpointLock pause =
        CheckpointLock.pause(
            root,
            LONG,
            () -> {
              busy.incrementAndGet();
              checkpoint.close();
            });
    pause.close();

    assertThat(busy).hasValue(1);
  }

  @Test
  void theNextTurnIsThatOfWhoWaits() throws Exception {
    CheckpointLock checkpoint = CheckpointLock.forOne(root, () -> false);
    AtomicBoolean ends = new AtomicBoolean();
    CompletableFuture<CheckpointLock> next = new CompletableFuture<>();
    CheckpointLock pause =
        CheckpointLock.pause(
            root,
            LONG,
            () -> {
              next.completeAsync(() -> CheckpointLock.forOne(root, ends::get));
              checkpoint.close();
            });

    assertThat(next).isNotDone();
    pause.close();
    next.get().close();
  }

  @Test
  void aPauseKeepsNobodyFromEnding() {
    CheckpointLock pause = CheckpointLock.pause(root, LONG, busy::incrementAndGet);
    CheckpointLock.forOne(root, () -> true).close();
    pause.close();

    assertThat(busy).hasValue(0);
  }

  @Test
  void aCheckpointThatHangsIsWaitedForOnlyUntilTheLimit() {
    CheckpointLock hangs = CheckpointLock.forOne(root, () -> false);
    CheckpointLock.pause(root, Duration.ofMillis(1), busy::incrementAndGet).close();
    hangs.close();

    assertThat(busy).hasValue(1);
  }
}
