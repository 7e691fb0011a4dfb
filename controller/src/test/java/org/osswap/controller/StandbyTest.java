package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Checkpointer;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

final class StandbyTest {
  @TempDir Path dir;
  private final List<String> taken = new ArrayList<>();
  private CheckpointTimes times;
  private Standby standby;
  private int hangUps;

  private void serve(Standby.Turn... turns) {
    standby.serve(List.of(turns), () -> hangUps++);
  }

  private Standby.Turn turn(String app, Duration every, Supplier<Checkpointer.Taken> take) {
    return new Standby.Turn(app, every, take, () -> taken.add(app + " closed"));
  }

  /** Takes one and, as the last of so many, asks the service to end while it is still at it. */
  private Supplier<Checkpointer.Taken> take(String app, int last) {
    return () -> {
      taken.add(app);
      if (taken.size() == last) {
        Thread stop = new Thread(standby::stop);
        stop.setDaemon(true);
        stop.start();
        while (stop.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }
      return new Checkpointer.Taken(4711, Duration.ofMillis(20), 1 << 20);
    };
  }

  private void make() {
    times = new CheckpointTimes(SysRoot.at(dir));
    standby = new Standby(SysRoot.at(dir), new Told());
  }

  @Test
  void eachApplicationHasItsTurnWhenItIsDueAndTheTimeIsNoted() {
    make();

    serve(
        turn("redis", Duration.ofMillis(1), take("redis", 6)),
        turn("nginx", Duration.ofHours(1), take("nginx", 6)));

    assertThat(taken.subList(0, 2)).containsExactlyInAnyOrder("redis", "nginx");
    assertThat(taken.subList(2, 6)).containsOnly("redis");
    assertThat(taken).endsWith("redis closed", "nginx closed");
    assertThat(times.of("redis")).isEqualTo(4711);
    assertThat(times.of("other")).isZero();
    assertThat(hangUps).isZero();
  }

  private static Duration untilNext(int every, int took, int age) {
    return Standby.untilNext(
        Duration.ofSeconds(every), Duration.ofSeconds(took), Duration.ofSeconds(age));
  }

  @Test
  void theNextOneIsBegunSoEarlyThatACrashNeverCostsMoreThanTheInterval() {
    // Begun at 0, frozen at 2, complete at 6: the next is complete at 26 + 6 = 32, when this one is 30 old.
    assertThat(untilNext(30, 6, 4)).isEqualTo(Duration.ofSeconds(26));
    assertThat(untilNext(30, 0, 0)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void oneThatTakesLongLeavesTheApplicationAloneForHalfOfTheTime() {
    assertThat(untilNext(30, 12, 11)).isEqualTo(Duration.ofSeconds(24));
    assertThat(untilNext(30, 20, 18)).isEqualTo(Duration.ofSeconds(30));
    assertThat(untilNext(30, 40, 35)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aWallClockThatWasSetMeanwhileMakesNoDifferenceThatMatters() {
    assertThat(untilNext(30, 6, -3600)).isEqualTo(Duration.ofSeconds(24));
    assertThat(untilNext(30, 6, 3600)).isEqualTo(Duration.ofSeconds(24));
  }

  @Test
  void noConnectionIsKeptOverALongWait() {
    make();

    serve(turn("nginx", Duration.ofHours(1), take("nginx", 1)));

    assertThat(hangUps).isEqualTo(1);
  }

  @Test
  void oneThatFailsHasItsNextTurnAndKeepsNoOtherFromTheirs() {
    make();
    int[] tries = new int[1];

    serve(
        turn(
            "broken",
            Duration.ofMillis(1),
            () -> {
              tries[0]++;
              throw new Failure("checkpoint", "broken", "no", "None.");
            }),
        turn("redis", Duration.ofMillis(1), take("redis", 3)));

    assertThat(tries[0]).isGreaterThan(1);
    assertThat(times.of("broken")).isZero();
    assertThat(times.of("redis")).isEqualTo(4711);
  }

  @Test
  void whoStopsItWaitsUntilNothingIsGoingOn() throws Exception {
    make();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread service =
        new Thread(
            () ->
                serve(
                    turn(
                        "redis",
                        Duration.ofHours(1),
                        () -> {
                          begun.countDown();
                          try {
                            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                          } catch (InterruptedException e) {
                            throw new AssertionError(e);
                          }
                          return new Checkpointer.Taken(1, Duration.ZERO, 0);
                        })));
    service.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Thread stop = new Thread(standby::stop);
    stop.start();

    stop.join(100);
    assertThat(stop.isAlive()).isTrue();
    goOn.countDown();
    stop.join(20_000);

    assertThat(stop.isAlive()).isFalse();
    assertThat(taken).containsExactly("redis closed");
    service.join();
  }
}
