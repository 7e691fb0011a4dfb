package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Poll;
import org.osswap.launch.memory.Libc;

final class ProbeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path dir;

  @Test
  void oneThatHangsHoldsNobodyUpAndIsAskedOnce() {
    AtomicLong clock = new AtomicLong(1000);
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch answers = new CountDownLatch(1);
    try (Probe<String> probe =
        new Probe<>(
            "x",
            () -> {
              asked.incrementAndGet();
              Poll.until(() -> answers.getCount() == 0, SOON);
              return "data";
            },
            clock::get)) {
      probe.ask(5000);
      clock.addAndGet(60_000);
      probe.ask(5000);
      assertThat(probe.view().waiting(clock.get())).isEqualTo(60_000);

      answers.countDown();
      assertThat(Poll.until(() -> probe.view().answer().isPresent(), SOON)).isTrue();
      assertThat(probe.view().waiting(clock.get())).isZero();
      assertThat(asked).hasValue(1);

      probe.ask(5000);
      assertThat(probe.view().askedAt()).isEmpty();
      clock.addAndGet(5000);
      probe.ask(5000);
      assertThat(Poll.until(() -> asked.get() == 2, SOON)).isTrue();
    }
  }

  @Test
  void aDeviceThatIsNotThereAnswersWithTheKernelsError() {
    DirectRead read = new DirectRead(Libc.load());

    assertThat(read.read(dir.resolve("none").toString(), 0)).isEqualTo(new ReadAnswer("ENOENT"));
  }

  @Test
  void aFileThatCanBeReadPastThePageCacheAnswersWithDataOrSaysThatItCanNot() throws Exception {
    Path file = dir.resolve("disk");
    java.nio.file.Files.write(file, new byte[1 << 20]);
    DirectRead read = new DirectRead(Libc.load());

    for (int i = 0; i < 5; i++) {
      // Not every file system that tests run on has O_DIRECT.
      assertThat(read.read(file.toString(), 1 << 20).error()).isIn("", "EINVAL");
    }
  }
}
