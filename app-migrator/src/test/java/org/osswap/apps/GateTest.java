package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;

/** With a file for the memory that both kernels map. */
final class GateTest {
  private static final long ADDRESS = 0x1200;

  @TempDir Path dir;
  private Path memory;
  private Gate gate;

  @BeforeEach
  void twoPages() throws IOException {
    memory = Files.write(dir.resolve("memory"), new byte[0x2000]);
    gate = new Gate(memory, ADDRESS, dir, new SystemProcessRunner());
    NativeTool.unpack("osswap-app", dir);
  }

  private int tool(String verb, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of(dir.resolve("osswap-app").toString(), verb));
    argv.addAll(gate.place());
    argv.addAll(List.of(arguments));
    return ScriptStage.end(new ProcessBuilder(argv).start());
  }

  @Test
  void whoeverComesFirstHasItForGood() throws Exception {
    assertThat(tool("claim")).isZero();
    assertThat(gate.withdraw()).isFalse();
    assertThat(tool("claim")).isZero();
  }

  @Test
  void afterAWithdrawalNothingIsLetRun() throws Exception {
    assertThat(gate.withdraw()).isTrue();
    assertThat(gate.withdraw()).isTrue();

    assertThat(tool("claim")).isEqualTo(3);
    assertThat(tool("run", "redis")).isEqualTo(3);
    assertThat(gate.ran("redis")).isFalse();
  }

  @Test
  void nothingIsLetRunThroughAGateThatWasNotClaimed() throws Exception {
    assertThat(tool("run", "redis")).isEqualTo(3);
  }

  @Test
  void ofManyRacersOneSideWins() throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(4);
    assertThat(gate.ran("redis")).isFalse(); // and is unpacked
    try {
      for (int round = 0; round < 10; round++) {
        Files.write(memory, new byte[0x2000]);
        List<Callable<Boolean>> claims =
            List.of(() -> tool("claim") == 0, gate::withdraw, () -> tool("claim") == 0, gate::withdraw);
        List<Boolean> won = new ArrayList<>();
        for (var result : racers.invokeAll(claims)) {
          won.add(result.get());
        }
        assertThat(won.get(0)).isEqualTo(won.get(2)).isNotEqualTo(won.get(1));
        assertThat(won.get(1)).isEqualTo(won.get(3));
      }
    } finally {
      racers.shutdownNow();
    }
  }

  @Test
  void whatIsLetRunIsMarkedOnceAndRuns() throws Exception {
    Process copy = new ProcessBuilder("sleep", "600").start();
    try {
      assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + copy.pid()).start().waitFor()).isZero();
      tool("claim");
      for (int i = 0; i < 3; i++) {
        assertThat(tool("run", "redis", "" + copy.pid())).isZero();
      }

      String stat = Files.readString(Path.of("/proc/" + copy.pid() + "/stat"));
      assertThat(ProcStat.parse(stat.strip()).state()).isNotEqualTo('T');
      assertThat(gate.ran("redis")).isTrue();
      assertThat(gate.ran("nginx")).isFalse();
      byte[] words = Files.readAllBytes(memory);
      assertThat(words[(int) ADDRESS]).isEqualTo((byte) 1);
      assertThat(words).startsWith(new byte[(int) ADDRESS]);
      for (int at = (int) ADDRESS + 16; at < words.length; at++) {
        assertThat(words[at]).isZero();
      }
    } finally {
      copy.destroyForcibly();
    }
  }

  @Test
  void aMarkThatFindsNoRoomLetsNothingRun() throws Exception {
    tool("claim");
    for (int app = 0; app < Gate.MARKS; app++) {
      assertThat(tool("run", "app-" + app)).isZero();
    }

    assertThat(tool("run", "one-too-many")).isEqualTo(1);
    assertThat(tool("run", "app-7")).isZero();
    assertThat(gate.ran("one-too-many")).isFalse();
  }

  @Test
  void aCopyThatIsGoneIsNotMarked() throws Exception {
    tool("claim");

    assertThat(tool("run", "redis", "99999999")).isEqualTo(1);

    assertThat(gate.ran("redis")).isFalse();
  }

  @Test
  void memoryThatIsNotThereIsAFailure() {
    Gate nowhere = new Gate(dir.resolve("absent"), ADDRESS, dir, new SystemProcessRunner());

    assertThatThrownBy(nowhere::withdraw).isInstanceOf(Failure.class).hasMessageContaining("absent");
    assertThatThrownBy(
            () -> new Gate(memory, 0x1ff8, dir, new SystemProcessRunner()).withdraw())
        .isInstanceOf(Failure.class);
  }
}
