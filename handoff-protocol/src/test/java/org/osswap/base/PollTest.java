package org.osswap.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PollTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void itWaitsUntilTheConditionHolds() {
    AtomicInteger looks = new AtomicInteger();

    assertThat(Poll.until(() -> looks.incrementAndGet() == 5, LONG)).isTrue();

    assertThat(looks).hasValue(5);
  }

  @Test
  void whenTheTimeIsOverItLooksOnceMore() {
    AtomicInteger looks = new AtomicInteger();

    assertThat(Poll.until(() -> looks.incrementAndGet() == 2, Duration.ZERO)).isTrue();
    assertThat(Poll.until(() -> false, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();
    try {
      assertThat(Poll.until(() -> false, LONG)).isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
