package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.osswap.proto.Crash;

final class StandbyWatchTest {
  private static final OptionalLong NO = OptionalLong.empty();
  private static final long STEP = StandbyWatch.INTERVAL.toNanos();
  private final StandbyWatch watch = new StandbyWatch(Duration.ofSeconds(2), true);
  private long now;

  private boolean quiet(long beats, int looks) {
    for (int i = 0; i < looks; i++) {
      if (watch.look(false, NO, beats, now += STEP).isPresent()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aBeatingHeartIsNoCrash() {
    for (int beat = 1; beat < 200; beat++) {
      assertThat(watch.look(false, NO, beat, now += STEP)).isEmpty();
    }
  }

  @Test
  void aParkedIncumbentHasPanickedWhateverItsHeartDid() {
    assertThat(watch.look(false, NO, 1, now += STEP)).isEmpty();

    assertThat(watch.look(true, NO, 2, now += STEP))
        .get()
        .extracting(Crash::getCause)
        .isEqualTo(Crash.Cause.PANIC);
  }

  @Test
  void aSilenceOfTheLimitIsAHangAndSaidOnce() {
    assertThat(quiet(7, 40)).isTrue();

    Crash crash = watch.look(false, NO, 7, now += STEP).orElseThrow();

    assertThat(crash.getCause()).isEqualTo(Crash.Cause.HANG);
    assertThat(crash.getSilenceMillis()).isBetween(2000, 2100);
    assertThat(watch.look(false, NO, 8, now += STEP)).isEmpty();
    assertThat(watch.look(true, NO, 8, now += STEP)).isEmpty();
  }

  @Test
  void timeInWhichThisSideStoodStillIsNotTheOthersSilence() {
    assertThat(quiet(7, 10)).isTrue();

    assertThat(watch.look(false, NO, 7, now += Duration.ofMinutes(5).toNanos())).isEmpty();
  }

  @Test
  void aHeartThatNeverBeatSaysNothing() {
    assertThat(quiet(0, 1000)).isTrue();
  }

  @Test
  void withoutALimitOnlyThePanicCounts() {
    StandbyWatch panicOnly = new StandbyWatch(Duration.ZERO, true);
    for (int i = 0; i < 10_000; i++) {
      assertThat(panicOnly.look(false, NO, 1, now += STEP)).isEmpty();
    }
    assertThat(panicOnly.look(true, NO, 1, now)).isPresent();
  }

  @Test
  void anIncumbentThatAsksIsTakenOverThoughItsHeartBeats() {
    assertThat(watch.look(false, NO, 1, now += STEP)).isEmpty();

    Crash crash = watch.look(false, OptionalLong.of(142_000), 2, now += STEP).orElseThrow();

    assertThat(crash.getCause()).isEqualTo(Crash.Cause.REQUESTED);
    assertThat(crash.getLostMillis()).isEqualTo(142_000);
    assertThat(watch.look(false, OptionalLong.of(142_000), 3, now += STEP)).isEmpty();
  }

  @Test
  void oneThatAskedAndThenPanickedHasPanicked() {
    assertThat(watch.look(true, OptionalLong.of(9), 2, now))
        .get()
        .extracting(Crash::getCause)
        .isEqualTo(Crash.Cause.PANIC);
  }

  @Test
  void whereALivingIncumbentCouldNotBeFencedItsRequestIsIgnored() {
    StandbyWatch unfenceable = new StandbyWatch(Duration.ofSeconds(2), false);

    assertThat(unfenceable.look(false, OptionalLong.of(9), 2, now)).isEmpty();
    assertThat(unfenceable.look(true, OptionalLong.of(9), 2, now)).isPresent();
  }
}
