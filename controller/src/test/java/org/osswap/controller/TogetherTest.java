package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class TogetherTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private final Together together = new Together(Set.of("redis", "nginx"));

  @Test
  void nobodyGoesOnBeforeAllAreRestored() throws Exception {
    CompletableFuture<Void> redis =
        CompletableFuture.runAsync(() -> together.arrived("redis", LONG));
    assertThat(redis).isNotDone();

    together.arrived("nginx", LONG);

    redis.get(60, TimeUnit.SECONDS);
  }

  @Test
  void oneFailureGivesAllUp() {
    together.failed(new Failure("restore nginx", "pid 7", "no memory", "Give it more."));

    assertThatThrownBy(() -> together.arrived("redis", LONG))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("another application failed")
        .hasMessageContaining("no memory");
  }

  @Test
  void anApplicationThatNeverComesIsNotWaitedForForever() {
    assertThatThrownBy(() -> together.arrived("redis", Duration.ofMillis(20)))
        .hasMessageContaining("nginx");
  }
}
