package org.osswap.launch.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osswap.launch.shared.Pulse.Sign;

final class PulseTest {
  private static final long STEP = HeartWatch.INTERVAL.toMillis();

  private final Pulse pulse = new Pulse(HeartWatch.LIMIT, HeartWatch.INTERVAL);
  private long now = 1_000_000;
  private long beats;

  private Sign look(long millis) {
    now += Duration.ofMillis(millis).toNanos();
    return pulse.look(beats, now);
  }

  private List<Sign> looks(int count, boolean beating) {
    List<Sign> signs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      beats += beating ? 1 : 0;
      signs.add(look(STEP));
    }
    return signs;
  }

  @Test
  void aHeartThatNeverBeatHasNotStopped() {
    assertThat(looks(100, false)).containsOnly(Sign.NONE);
  }

  @Test
  void aLostHeartbeatIsToldOnceAndWithinTwoSecondsOfTheLastBeat() {
    assertThat(looks(20, true)).containsOnly(Sign.NONE);
    long lastBeat = now;

    int looks = 0;
    do {
      assertThat(++looks).isLessThan(100);
    } while (look(STEP) != Sign.LATE);

    // Seen one interval after it was made at worst.
    assertThat(Duration.ofNanos(now - lastBeat).plus(HeartWatch.INTERVAL))
        .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(2));
    assertThat(pulse.late()).isTrue();
    assertThat(looks(100, false)).containsOnly(Sign.NONE);
    assertThat(pulse.silence()).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void aSlowHeartIsNotAStoppedOne() {
    looks(1, true);
    for (int i = 0; i < 20; i++) {
      assertThat(looks(7, false)).containsOnly(Sign.NONE);
      assertThat(looks(1, true)).containsOnly(Sign.NONE);
    }
  }

  @Test
  void itIsBackAtTheSecondBeatAndSaysHowLongItWasGone() {
    looks(1, true);
    looks(20, false);
    assertThat(pulse.late()).isTrue();

    assertThat(looks(1, true)).containsOnly(Sign.NONE);
    assertThat(looks(1, true)).containsOnly(Sign.BACK);
    assertThat(pulse.late()).isFalse();
    assertThat(pulse.silence()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(looks(7, false)).containsOnly(Sign.NONE);
    assertThat(looks(2, false)).contains(Sign.LATE);
  }

  @Test
  void oneBeatInALongSilenceIsNotTakenForItsEnd() {
    looks(1, true);
    looks(20, false);
    looks(1, true);
    assertThat(looks(20, false)).containsOnly(Sign.NONE);
    looks(1, true);
    assertThat(pulse.late()).isTrue();
  }

  @Test
  void whoWasPutAsideHimselfDoesNotTakeThatForTheOthersSilence() {
    looks(10, true);

    assertThat(look(60_000)).isEqualTo(Sign.NONE);
    assertThat(look(STEP)).isEqualTo(Sign.NONE);
    assertThat(looks(5, true)).containsOnly(Sign.NONE);
  }
}
