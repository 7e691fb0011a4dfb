package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a source is held beside CRIU, and let go, with sleeps and a real connection. */
@Timeout(60)
final class HoldTest {
  /** A server whose connection is in repair mode, as a CRIU that was killed leaves it. */
  private static final String REPAIRED =
      """
      import os, socket, sys
      REPAIR = 19
      listener = socket.socket()
      listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      listener.bind(('127.0.0.1', 0))
      listener.listen()
      client = socket.create_connection(listener.getsockname())
      server, _ = listener.accept()
      server.setsockopt(socket.IPPROTO_TCP, REPAIR, 1)
      try:
          server.recv(1, socket.MSG_DONTWAIT)
      except PermissionError:
          print('dead', flush=True)
      sys.stdin.readline()
      client.sendall(b'ping')
      server.sendall(server.recv(4))
      print(client.recv(4).decode(), server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), flush=True)
      """;

  @TempDir Path dir;
  private Process source;

  @AfterEach
  void endIt() {
    source.descendants().forEach(ProcessHandle::destroyForcibly);
    source.destroyForcibly();
  }

  private void listed(Process process) throws Exception {
    source = process;
    NativeTool.unpack("osswap-app", dir);
    Files.writeString(dir.resolve("pids"), ScriptStage.line(process) + "99999999 7\n");
  }

  private int thaw() throws Exception {
    return ScriptStage.end(
        new ProcessBuilder(dir.resolve("osswap-app").toString(), "thaw", dir.toString()).start());
  }

  /** A signal that was sent takes hold when the process is next given a CPU. */
  private static void awaitStopped(ProcessHandle process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (state(process) != 'T' && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(state(process)).isEqualTo('T');
  }

  private static char state(ProcessHandle process) {
    try {
      return ProcStat.parse(Files.readString(Path.of("/proc/" + process.pid() + "/stat")).strip())
          .state();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void connectionsThatAKilledCriuLeftInRepairModeLive() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs python3");
    listed(new ProcessBuilder("python3", "-c", REPAIRED).start());
    BufferedReader said =
        new BufferedReader(new InputStreamReader(source.getInputStream(), StandardCharsets.UTF_8));
    String first = said.readLine();
    assumeTrue(first != null, "repair mode needs CAP_NET_ADMIN");
    assertThat(first).isEqualTo("dead");

    assertThat(thaw()).isZero();

    source.getOutputStream().write('\n');
    source.getOutputStream().flush();
    assertThat(said.readLine()).isEqualTo("ping 1");
  }

  @Test
  void theWholeTreeIsStoppedAndGoesOn() throws Exception {
    listed(new ProcessBuilder("sh", "-c", "(sleep 600; :) & sleep 600; :").start());
    while (source.descendants().count() < 3) {
      Thread.onSpinWait();
    }
    Files.createDirectories(dir.resolve("record"));
    Files.createSymbolicLink(dir.resolve("decide"), Path.of("osswap-app"));
    Files.writeString(dir.resolve("root-pid"), source.pid() + "\n");
    for (String pipe : List.of("frozen", "answer")) {
      assertThat(new ProcessBuilder("mkfifo", dir.resolve(pipe).toString()).start().waitFor()).isZero();
    }
    ProcessBuilder script = new ProcessBuilder(dir.resolve("decide").toString());
    script.environment().put("CRTOOLS_SCRIPT_ACTION", "post-dump");
    List<ProcessHandle> tree = source.descendants().toList();
    Process decide;
    try (Controls controls = new Controls(dir)) {
      decide = script.start();
      assertThat(controls.awaitFrozen()).isTrue();
      awaitStopped(source.toHandle());
      tree.forEach(HoldTest::awaitStopped);
      decide.destroyForcibly();
      assertThat(decide.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(state(source.toHandle())).as("whoever dies, it is held").isEqualTo('T');
    }

    assertThat(thaw()).isZero();

    assertThat(state(source.toHandle())).isNotEqualTo('T');
    for (ProcessHandle process : tree) {
      assertThat(state(process)).isNotEqualTo('T');
    }
  }

  @Test
  void aProcessThatOnlyHasTheSamePidIsSpared() throws Exception {
    listed(new ProcessBuilder("sleep", "600").start());
    assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + source.pid()).start().waitFor()).isZero();
    awaitStopped(source.toHandle());
    Files.writeString(dir.resolve("pids"), source.pid() + " 1\n");

    assertThat(thaw()).isZero();

    assertThat(state(source.toHandle())).isEqualTo('T');
  }
}
