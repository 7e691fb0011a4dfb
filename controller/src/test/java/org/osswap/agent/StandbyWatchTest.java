package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.osswap.proto.Crash;

final class StandbyWatchTest {
  private static final long STEP = StandbyWatch.INTERVAL.toNanos();
  private final StandbyWatch watch = new StandbyWatch(Duration.ofSeconds(2));
  private long now;

  private boolean quiet(long beats, int looks) {
    for (int i = 0; i < looks; i++) {
      if (watch.look(false, beats, now += STEP).isPresent()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aBeatingHeartIsNoCrash() {
    for (int beat = 1; beat < 200; beat++) {
      assertThat(watch.look(false, beat, now += STEP)).isEmpty();
    }
  }

  @Test
  void aParkedIncumbentHasPanickedWhateverItsHeartDid() {
    assertThat(watch.look(false, 1, now += STEP)).isEmpty();

    assertThat(watch.look(true, 2, now += STEP))
        .get()
        .extracting(Crash::getCause)
        .isEqualTo(Crash.Cause.PANIC);
  }

  @Test
  void aSilenceOfTheLimitIsAHangAndSaidOnce() {
    assertThat(quiet(7, 40)).isTrue();

    Crash crash = watch.look(false, 7, now += STEP).orElseThrow();

    assertThat(crash.getCause()).isEqualTo(Crash.Cause.HANG);
    assertThat(crash.getSilenceMillis()).isBetween(2000, 2100);
    assertThat(watch.look(false, 8, now += STEP)).isEmpty();
    assertThat(watch.look(true, 8, now += STEP)).isEmpty();
  }

  @Test
  void timeInWhichThisSideStoodStillIsNotTheOthersSilence() {
    assertThat(quiet(7, 10)).isTrue();

    assertThat(watch.look(false, 7, now += Duration.ofMinutes(5).toNanos())).isEmpty();
  }

  @Test
  void aHeartThatNeverBeatSaysNothing() {
    assertThat(quiet(0, 1000)).isTrue();
  }

  @Test
  void withoutALimitOnlyThePanicCounts() {
    StandbyWatch panicOnly = new StandbyWatch(Duration.ZERO);
    for (int i = 0; i < 10_000; i++) {
      assertThat(panicOnly.look(false, 1, now += STEP)).isEmpty();
    }
    assertThat(panicOnly.look(true, 1, now)).isPresent();
  }
}
