package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.osswap.base.SystemProcessRunner;

/**
 * The whole link between two network namespaces, over a file instead of physical memory. Needs root and
 * /dev/net/tun, and is left out without them; what it makes ends with its processes.
 */
final class MemoryLinkTest {
  private final List<Process> processes = new ArrayList<>();
  private Path file;

  @BeforeEach
  void makeWindow() throws IOException {
    assumeTrue(
        Files.isWritable(Path.of("/dev/net/tun"))
            && Files.isWritable(Path.of("/dev/shm"))
            && new SystemProcessRunner()
                .run(Duration.ofSeconds(20), "unshare", "-n", "ip", "tuntap", "add", "mode", "tun")
                .ok(),
        "root, a kernel with tun and network namespaces");
    file = Files.createTempFile(Path.of("/dev/shm"), "link", "");
    LinkTool.create(file);
  }

  @AfterEach
  void end() throws IOException {
    processes.forEach(Process::destroyForcibly);
    if (file != null) {
      Files.delete(file);
    }
  }

  private BufferedReader start(String verb) throws IOException {
    Process process =
        new ProcessBuilder(
                "unshare",
                "-n",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LinkTool.class.getName(),
                verb,
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process.inputReader(StandardCharsets.UTF_8);
  }

  @Test
  void tcpCrossesBetweenTwoSystemsUnharmed() throws Exception {
    BufferedReader server = start("serve");
    assertThat(server.readLine()).isEqualTo("serving");
    BufferedReader client = start("check");
    String said = client.readLine();

    assertThat(said).startsWith("the same LinkCounters");
    assertThat(said).contains("resets=0");
    for (Process process : processes) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  /** Prints; nothing is demanded of times. {@code mvn -Dtest=MemoryLinkTest -Dosswap.measure=link ...} */
  @Test
  @EnabledIfSystemProperty(named = "osswap.measure", matches = "link")
  void throughputRoundTripsAndIdleCost() throws Exception {
    assertThat(start("serve").readLine()).isEqualTo("serving");
    start("measure").lines().forEach(System.out::println);
  }

  @Test
  void anEndThatIsOpenIsNotOpenedAgain() throws Exception {
    assertThat(start("again").readLine()).startsWith("refused osswap-old").contains("busy");
  }

  @Test
  void anEndThatWasKilledIsFollowedByAnother() throws Exception {
    BufferedReader killed = start("serve");
    assertThat(killed.readLine()).isEqualTo("serving");
    processes.get(0).destroyForcibly().waitFor();
    BufferedReader server = start("serve");
    assertThat(server.readLine()).isEqualTo("serving");

    assertThat(start("check").readLine()).startsWith("the same LinkCounters");
  }
}
