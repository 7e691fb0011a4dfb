package org.osswap.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RandomSeedTest {
  @Test
  void eachSuccessorGetsAnotherSeedThatOnlyRootReads() throws IOException {
    PayloadFile one = RandomSeed.fresh();

    assertThat(one.path()).isEqualTo("/var/lib/systemd/random-seed");
    assertThat(one.isSecret()).isTrue();
    assertThat(one.content().size()).isEqualTo(512);
    assertThat(one.content().contentEquals(RandomSeed.fresh().content())).isFalse();
  }
}
