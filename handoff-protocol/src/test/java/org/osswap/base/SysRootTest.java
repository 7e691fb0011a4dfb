package org.osswap.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SysRootTest {
  @TempDir Path dir;

  @Test
  void readsAFileBelowTheRootWithoutItsFinalLineEnd() throws Exception {
    Files.createDirectories(dir.resolve("proc"));
    Files.writeString(dir.resolve("proc/cmdline"), "quiet panic=0\n");

    assertThat(SysRoot.at(dir).text("/proc/cmdline")).contains("quiet panic=0");
  }

  @Test
  void aMissingFileIsEmptyAndAMissingDirectoryHasNoNames() {
    assertThat(SysRoot.at(dir).text("/proc/nothing")).isEmpty();
    assertThat(SysRoot.at(dir).list("/sys/nothing")).isEmpty();
  }

  @Test
  void theNameOfALinksTargetIsADevicesDriver() throws Exception {
    Files.createSymbolicLink(dir.resolve("driver"), Path.of("../../drivers/virtio-pci"));

    assertThat(SysRoot.at(dir).linkName("/driver")).contains("virtio-pci");
  }

  /** A real one: no other file is read as the kernel's sysctls are. */
  @Test
  void aNumberOfSeveralDigitsInProcSysIsReadWhole() throws Exception {
    String path = "/proc/sys/kernel/pid_max";
    Assumptions.assumeTrue(Files.exists(Path.of(path)));
    Process cat = new ProcessBuilder("cat", path).start();

    assertThat(SysRoot.live().text(path)).contains(cat.inputReader().readLine());
  }
}
