package org.osswap.launch.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osswap.launch.Plans;
import org.osswap.launch.memory.HeapMemory;

final class HeartWatchTest {
  private static final class Told implements HeartWatch.Listener {
    final CountDownLatch late = new CountDownLatch(1);
    final CountDownLatch stillLate = new CountDownLatch(1);

    @Override
    public void late(Duration silence) {
      late.countDown();
    }

    @Override
    public void back(Duration silence) {}

    @Override
    public void stillLate(Duration silence) {
      stillLate.countDown();
    }
  }

  @Test
  void twoSidesFeelEachOthersPulseInThePageThatTheyShare() throws InterruptedException {
    HeapMemory memory = new HeapMemory();
    GrantPage page = GrantPage.create(memory, Plans.q35());
    Told told = new Told();
    page.beatSuccessor();
    HeartWatch watch = HeartWatch.begin(page::beatIncumbent, page::successorBeats, told);
    assertThat(told.late.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(told.stillLate.await(20, TimeUnit.SECONDS)).isTrue();
    watch.close();
    assertThat(page.incumbentBeats()).isGreaterThan(5);
  }
}
