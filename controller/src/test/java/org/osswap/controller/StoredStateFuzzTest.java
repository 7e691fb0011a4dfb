package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.mutation.Trial;
import org.osswap.proto.Machine;

/** The configuration, what the other OS handed over, and the kernel's table of locks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoredStateFuzzTest {
  @TempDir Path dir;

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @FuzzTest
  void configuration(byte[] input) {
    Trial.of(
        input,
        bytes -> {
          OsswapConfig.Handoff handoff = OsswapConfig.parse(text(bytes)).handoff();
          assertThat(handoff.addresses()).hasSize(2);
          assertThat(handoff.port()).isBetween(1, 65535);
          assertThat(handoff.attestSeconds()).isPositive();
        });
  }

  /** What is read is written as it was. */
  @FuzzTest
  void machine(byte[] input) throws IOException {
    SysRoot root = SysRoot.at(dir);
    StateDir state = new StateDir(root);
    Path file = root.path(StateDir.PATH + "/machine.json");
    Files.createDirectories(file.getParent());
    Trial.of(
        input,
        bytes -> {
          Files.write(file, bytes);
          Machine machine = state.carriedMachine().orElseThrow();
          state.carryMachine(machine);
          assertThat(state.carriedMachine()).contains(machine);
        });
  }

  @FuzzTest
  void swap(byte[] input) throws IOException {
    SysRoot root = SysRoot.at(dir);
    Path file = root.path(AgentHome.CONFIG);
    Files.createDirectories(file.getParent());
    Trial.of(
        input,
        bytes -> {
          Files.write(file, bytes);
          AgentHome.read(root);
        });
  }

  @FuzzTest
  void locks(byte[] input) {
    List<String> lines = text(input).lines().toList();
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> LockTable.holder(lines, 0xfe00, 2302774));
  }
}
