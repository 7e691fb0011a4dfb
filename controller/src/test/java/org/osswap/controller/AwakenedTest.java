package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AwakenedTest {
  private final Set<Integer> online = new HashSet<>();

  @Test
  void aCpuThatSomebodyPutOnlineIsToldOnce() {
    Awakened awakened = new Awakened(ImmutableSet.of(2, 3), () -> online);
    assertThat(awakened.look()).isEmpty();

    online.add(3);
    online.add(1);
    assertThat(awakened.look()).containsExactly(3);
    assertThat(awakened.look()).isEmpty();

    online.add(2);
    assertThat(awakened.look()).containsExactly(2);
  }
}
