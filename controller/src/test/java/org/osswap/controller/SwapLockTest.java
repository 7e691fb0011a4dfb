package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

final class SwapLockTest {
  /** cat /proc/locks, on Debian 12. */
  private static final List<String> LOCKS =
      List.of(
          "1: FLOCK  ADVISORY  WRITE 27574 fe:00:2224995 0 EOF",
          "2: OFDLCK ADVISORY  READ -1 fe:00:2302777 201 201",
          "3: POSIX  ADVISORY  WRITE 1729 fe:00:2302774 0 EOF",
          "3: -> POSIX  ADVISORY  WRITE 1730 fe:00:2302774 0 EOF",
          "4: POSIX  ADVISORY  READ  1731 00:18:2302775 0 EOF");

  @TempDir Path dir;

  @Test
  void theHolderIsTheOneThatTheKernelNames() {
    assertThat(LockTable.holder(LOCKS, 0xfe00, 2302774)).hasValue(1729);
  }

  @Test
  void otherFilesOtherKindsAndReadersAreNotIt() {
    assertThat(LockTable.holder(LOCKS, 0xfe01, 2302774)).isEmpty();
    assertThat(LockTable.holder(LOCKS, 0xfe00, 2224995)).isEmpty();
    assertThat(LockTable.holder(LOCKS, 0xfe00, 2302777)).isEmpty();
    assertThat(LockTable.holder(LOCKS, 0x18, 2302775)).isEmpty();
    assertThat(LockTable.holder(List.of("", "garbage"), 0xfe00, 1)).isEmpty();
  }

  @Test
  void whereNobodyEverTookTheLockNobodyHasIt() {
    assertThat(SwapLock.holder(SysRoot.at(dir))).isEmpty();
  }

  @Test
  void toLookAtTheLockDoesNotTakeIt() throws Exception {
    SysRoot root = SysRoot.at(dir);
    Files.createDirectories(dir.resolve("proc"));
    Path locks = Files.createSymbolicLink(dir.resolve("proc/locks"), Path.of("/proc/locks"));
    assertThat(locks).isReadable();
    SwapLock lock = SwapLock.take(root);
    try (lock) {
      for (int i = 0; i < 3; i++) {
        assertThat(SwapLock.holder(root)).isEqualTo(OptionalLong.of(ProcessHandle.current().pid()));
      }
    }

    assertThat(SwapLock.holder(root)).isEmpty();
  }
}
