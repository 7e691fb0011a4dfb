package org.osswap.launch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    Path path = Files.write(dir.resolve("13.efi"), uki(Kernels.debian13(4096)));

    TargetImage image = TargetImage.open(path);

    assertThat(image.name()).isEqualTo("Debian from a UKI");
    assertThat(image.commandLine()).isEqualTo("console=ttyS1");
    assertThat(image.kernel().code().size()).isEqualTo(4096);
    assertThat(image.initrd().read()).isEqualTo(Kernels.initrd(77));
  }

  @Test
  void aUnifiedKernelImageThatIsCutIsRefused() throws Exception {
    byte[] uki = uki(Kernels.debian13(4096));
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

  /** A PE32+ file with sections aligned to 512 bytes, as ukify makes them. */
  private static byte[] uki(byte[] kernel) {
    String[] names = {".osrel", ".cmdline", ".linux", ".initrd"};
    byte[][] contents = {
      "PRETTY_NAME='Debian from a UKI'\n".getBytes(StandardCharsets.UTF_8),
      "console=ttyS1\n\0".getBytes(StandardCharsets.UTF_8),
      kernel,
      Kernels.initrd(77)
    };
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort(0, (short) 0x5a4d).putInt(0x3c, 0x40).putInt(0x40, 0x4550);
    file.putShort(0x44, (short) 0x8664).putShort(0x46, (short) names.length);
    file.putShort(0x54, (short) 112).putShort(0x58, (short) 0x20b);
    int at = 1024;
    for (int i = 0; i < names.length; i++) {
      int header = 0x58 + 112 + i * 40;
      int padded = (contents[i].length + 511) / 512 * 512;
      file.put(header, names[i].getBytes(StandardCharsets.US_ASCII));
      file.putInt(header + 8, contents[i].length).putInt(header + 16, padded);
      file.putInt(header + 20, at);
      file.put(at, contents[i]);
      at += padded;
    }
    return Arrays.copyOf(file.array(), at);
  }
}
