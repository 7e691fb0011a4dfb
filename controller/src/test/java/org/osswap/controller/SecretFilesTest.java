package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

/** What docs/security.md says of osswap's own folders. */
final class SecretFilesTest {
  @TempDir Path dir;

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSwapsFolderAndTheOneAboveAreForRootAlone() throws Exception {
    Path swap = new StateDir(SysRoot.at(dir)).freshSwap();

    assertThat(mode(swap)).isEqualTo("rwx------");
    assertThat(mode(swap.getParent())).isEqualTo("rwx------");
  }

  @Test
  void aNewSwapRemovesTheLastOnesSecrets() throws Exception {
    StateDir state = new StateDir(SysRoot.at(dir));
    Path credentials = Files.createDirectory(state.freshSwap().resolve("credentials"));
    Files.writeString(credentials.resolve("incumbent.p12"), "key");

    assertThat(state.freshSwap()).isEmptyDirectory();
  }

  @Test
  void nobodyElseCanOpenTheLock() throws Exception {
    SysRoot root = SysRoot.at(dir);
    try (SwapLock lock = SwapLock.take(root)) {
      assertThat(lock).isNotNull();
      assertThat(mode(root.path("/run/osswap/lock"))).isEqualTo("rw-------");
    }
  }
}
