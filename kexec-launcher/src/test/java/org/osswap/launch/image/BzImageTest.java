package org.osswap.launch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class BzImageTest {
  private final byte[] good = Kernels.debian13(4096);

  @Test
  void aDebianKernelTellsWhatItNeeds() throws Exception {
    BzImage kernel = BzImage.parse(ByteSource.wrap(good), "vmlinuz");

    assertThat(kernel.kernelAlignment()).isEqualTo(0x200000);
    assertThat(kernel.initSize()).isGreaterThan(40 << 20).isLessThan(100 << 20);
    assertThat(kernel.commandLineSize()).isEqualTo(2047);
    assertThat(kernel.code().size()).isEqualTo(4096);
    assertThat(kernel.setupHeader().get(0x202 - 0x1f1)).isEqualTo((byte) 'H');
  }

  @Test
  void aTruncatedKernelIsRefusedWithBothSizes() {
    byte[] half = Arrays.copyOf(good, good.length - 2048);

    assertRefused(half, "truncated: " + half.length + " of " + good.length + " bytes");
  }

  @Test
  void aKernelCutWithinItsHeaderIsRefused() {
    assertRefused(Arrays.copyOf(good, 0x210), "not a bzImage");
  }

  @Test
  void a32BitKernelIsRefused() {
    assertRefused(changed(0x236, 0x7e), "32-bit");
  }

  @Test
  void aKernelThatMustLieBelowFourGigabytesIsRefused() {
    assertRefused(changed(0x236, 0x7d), "not relocatable");
  }

  @Test
  void anOldBootProtocolIsRefused() {
    assertRefused(changed(0x206, 0x0b), "boot protocol 2.11");
  }

  @Test
  void anArm64KernelIsNamed() {
    byte[] image = new byte[4096];
    System.arraycopy(new byte[] {'A', 'R', 'M', 0x64}, 0, image, 0x38, 4);

    assertRefused(image, "arm64");
  }

  @Test
  void aPeFileThatIsNoKernelIsNamed() {
    byte[] image = new byte[4096];
    image[0] = 'M';
    image[1] = 'Z';

    assertRefused(image, "PE file without a kernel");
  }

  @Test
  void anElfFileIsNamedWithWhatToTakeInstead() {
    byte[] image = new byte[4096];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F'}, 0, image, 0, 4);

    assertRefused(image, "take the bzImage");
  }

  private byte[] changed(int offset, int value) {
    byte[] image = good.clone();
    image[offset] = (byte) value;
    return image;
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> BzImage.parse(ByteSource.wrap(image), "vmlinuz"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("vmlinuz")
        .hasMessageContaining(reason);
  }
}
