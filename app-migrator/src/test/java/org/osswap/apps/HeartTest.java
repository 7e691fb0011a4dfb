package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/** The native heart with a file for the memory; and what is made of its record. */
final class HeartTest {
  private static final int PAGE = 0x1000;
  private static final int OWN = 0x180;

  @TempDir Path dir;

  @BeforeEach
  void machine() throws Exception {
    Files.createDirectories(dir.resolve("proc"));
    Files.createDirectories(dir.resolve("dev"));
    Files.createDirectories(dir.resolve("run/osswap"));
    Files.writeString(dir.resolve("proc/uptime"), "100.50 12.00\n");
    byte[] memory = new byte[2 * PAGE];
    System.arraycopy("OSSWGRNT".getBytes(StandardCharsets.US_ASCII), 0, memory, PAGE, 8);
    Files.write(dir.resolve("dev/mem"), memory);
  }

  @Test
  void theNativeHeartCountsInTheGrantPageAndWritesTheTimeDown() throws Exception {
    Process heart = beat(PAGE);
    try {
      Path pulse = dir.resolve("run/osswap/pulse");
      for (int i = 0; i < 200 && (counter() < 3 || Files.size(pulse) == 0); i++) {
        TimeUnit.MILLISECONDS.sleep(20);
        if (!heart.isAlive()) {
          // Real time and locked memory are not allowed to everybody who runs tests.
          assertThat(new String(heart.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
              .containsAnyOf("lock memory", "schedule in real time");
          return;
        }
      }
      assertThat(counter()).isGreaterThanOrEqualTo(3);
      assertThat(Heart.parse(Files.readAllBytes(pulse), Long.MAX_VALUE / 2)).isPresent();
    } finally {
      heart.destroyForcibly().waitFor();
    }
  }

  @Test
  void whereNoGrantPageIsNothingIsWritten() throws Exception {
    Process heart = beat(0);

    assertThat(heart.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(heart.exitValue()).isEqualTo(3);
    assertThat(Files.readAllBytes(dir.resolve("dev/mem"))).startsWith(new byte[PAGE]);
  }

  @Test
  void theAgesAreThoseSinceTheLastBeats() {
    Heart.Ages ages = Heart.parse(record(100_400, 98_000), 100_500).orElseThrow();

    assertThat(ages.own()).isEqualTo(Duration.ofMillis(100));
    assertThat(ages.successor()).contains(Duration.ofMillis(2500));
  }

  @Test
  void aBeatThatWasNeverSeenHasNoAge() {
    assertThat(Heart.parse(record(100_400, 0), 100_500).orElseThrow().successor()).isEmpty();
    assertThat(Heart.parse(record(0, 0), 100_500)).isEmpty();
    assertThat(Heart.parse(new byte[7], 100_500)).isEmpty();
  }

  @Test
  void itIsStartedInAUnitThatStartsItAgainHoweverOftenItEnds() throws Exception {
    List<String> run = new ArrayList<>();
    Heart heart =
        new Heart(
            SysRoot.at(dir),
            new Fake(
                argv -> {
                  run.add(String.join(" ", argv));
                  if (argv.get(0).equals("systemd-run")) {
                    write("run/osswap/pulse", record(100_450, 0));
                  }
                }));

    heart.start(dir, PAGE);

    assertThat(run).last().asString()
        .contains("Restart=always", "RestartSec=0", "StartLimitIntervalSec=0", "OOMScoreAdjust=-1000")
        .contains("osswap-app beat", " 4096 100 ");
  }

  @Test
  void oneThatDoesNotBeatFails() {
    write("run/osswap/pulse", record(90_000, 0));
    Thread.currentThread().interrupt(); // instead of ten seconds
    try {
      assertThatThrownBy(() -> new Heart(SysRoot.at(dir), new Fake(argv -> {})).start(dir, PAGE))
          .hasMessageContaining("no beat");
    } finally {
      Thread.interrupted();
    }
  }

  private Process beat(int page) throws Exception {
    Path program = NativeTool.unpack("osswap-app", dir);
    return new ProcessBuilder(
            "" + program, "beat", "" + dir.resolve("dev/mem"), "" + page, "10",
            "" + dir.resolve("run/osswap/pulse"))
        .start();
  }

  private long counter() throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(dir.resolve("dev/mem")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(PAGE + OWN);
  }

  private static byte[] record(long own, long successor) {
    return ByteBuffer.allocate(PAGE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(own)
        .putLong(successor)
        .array();
  }

  private void write(String path, byte[] bytes) {
    try {
      Files.write(dir.resolve(path), bytes);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Everything succeeds. */
  private record Fake(java.util.function.Consumer<List<String>> seen) implements ProcessRunner {
    @Override
    public Outcome run(List<String> argv, Duration limit) {
      seen.accept(argv);
      return new Outcome(argv, 0, "", "", false);
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      return run(argv, limit);
    }
  }
}
