package org.osswap.launch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;

final class TargetImageTest {
  @TempDir Path dir;

  @Test
  void aDirectoryIsAnImage() throws Exception {
    Path path = Kernels.image(dir.resolve("13"), Kernels.debian13(4096), Kernels.initrd(100));

    TargetImage image = TargetImage.open(path);

    assertThat(image.name()).isEqualTo("Debian GNU/Linux 13 (trixie)");
    assertThat(image.osRelease()).containsEntry("ID", "debian");
    assertThat(image.initrd().size()).isEqualTo(100);
    assertThat(image.commandLine()).isEmpty();
  }

  @Test
  void aDirectorysCommandLineIsTakenFromItsFile() throws Exception {
    Path path = Kernels.image(dir.resolve("13"), Kernels.debian13(4096), Kernels.initrd(100));
    Files.writeString(path.resolve("cmdline"), "root=/dev/vda1 quiet\n");

    assertThat(TargetImage.open(path).commandLine()).isEqualTo("root=/dev/vda1 quiet");
  }

  @Test
  void aUnifiedKernelImageIsAnImage() throws Exception {
    Path path = Files.write(dir.resolve("13.efi"), Ukis.uki(Kernels.debian13(4096)));

    TargetImage image = TargetImage.open(path);

    assertThat(image.name()).isEqualTo("Debian from a UKI");
    assertThat(image.commandLine()).isEqualTo("console=ttyS1");
    assertThat(image.kernel().code().size()).isEqualTo(4096);
    assertThat(image.initrd().read()).isEqualTo(Kernels.initrd(77));
  }

  @Test
  void aUnifiedKernelImageThatIsCutIsRefused() throws Exception {
    byte[] uki = Ukis.uki(Kernels.debian13(4096));
    Path path = Files.write(dir.resolve("13.efi"), Arrays.copyOf(uki, uki.length - 512));

    assertRefused(path, "truncated: section");
  }

  @Test
  void aDirectoryWithoutInitrdIsRefused() throws Exception {
    Path path = Kernels.image(dir.resolve("13"), Kernels.debian13(4096), Kernels.initrd(100));
    Files.delete(path.resolve("initrd"));

    assertRefused(path, "has no initrd");
  }

  @Test
  void anInitrdThatNoKernelWouldKnowIsRefused() throws Exception {
    byte[] squashfs = "hsqs not a cpio".getBytes(StandardCharsets.US_ASCII);

    assertRefused(
        Kernels.image(dir.resolve("13"), Kernels.debian13(4096), squashfs), "neither a cpio");
    assertRefused(Kernels.image(dir.resolve("0"), Kernels.debian13(4096), new byte[0]), "is empty");
  }

  @Test
  void aTextFileIsRefused() throws Exception {
    assertRefused(Files.writeString(dir.resolve("x"), "hello".repeat(100)), "not a PE file");
  }

  @Test
  void aPathThatDoesNotExistIsRefused() {
    assertRefused(dir.resolve("nowhere"), "does not exist");
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> TargetImage.open(path))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).startsWith(path.toString());
              assertThat(failure.reason()).contains(reason);
              assertThat(failure.remedy()).isNotBlank();
            });
  }
}
