package org.osswap.launch.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteSource;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.mutation.Mutants;

/** Kernels and unified kernel images as untrusted files. */
final class ImageMutationTest {
  private static final int JUMP_OFFSET = 0x201;
  private static final int CMDLINE_SIZE = 0x238;

  @TempDir Path dir;

  @Test
  void damagedKernelsAreRefusedOrRead() {
    Mutants.of(Kernels.debian13(4096)).areRefusedOrUnderstoodBy(ImageMutationTest::readKernel);
  }

  /** Where the header of a bzImage is, each byte takes all values. */
  @Test
  void everyByteOfAKernelsHeaderMayHaveAnyValue() {
    byte[] kernel = Kernels.debian13(4096);
    for (int at = 0x1f0; at < 0x270; at++) {
      byte before = kernel[at];
      for (int value = 0; value < 256; value++) {
        kernel[at] = (byte) value;
        try {
          readKernel(kernel);
        } catch (Failure e) {
          // refused on purpose
        }
      }
      kernel[at] = before;
    }
  }

  private static void readKernel(byte[] bytes) {
    BzImage kernel = BzImage.parse(ByteSource.wrap(bytes), "vmlinuz");
    // What is copied into boot_params must leave the memory map behind it alone.
    if (BzImage.SETUP_SECTS + kernel.setupHeader().limit() > 0x290) {
      throw new IllegalStateException("a header of " + kernel.setupHeader().limit() + " bytes");
    }
    if (kernel.commandLineSize() < 0 || kernel.initSize() < 0) {
      throw new IllegalStateException(kernel.toString());
    }
  }

  @Test
  void damagedUnifiedImagesAreRefusedOrRead() {
    Mutants.of(Ukis.uki(Kernels.debian13(4096)))
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Uki uki = Uki.parse(ByteSource.wrap(bytes), "x.efi");
              uki.text(".osrel");
              uki.text(".cmdline");
              uki.section(".initrd").ifPresent(initrd -> Initrd.format(initrd, "initrd"));
              readKernel(uki.section(".linux").orElseThrow().read());
            });
  }

  // What the mutants found, and what they could not reach.

  @Test
  void aSetupHeaderBeyondAnyJumpIsRefused() {
    byte[] kernel = Kernels.debian13(4096);
    kernel[JUMP_OFFSET] = (byte) 0xff;

    assertThatThrownBy(() -> readKernel(kernel))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the setup header ends at 0x201");
  }

  @Test
  void aCommandLineOfNegativeSizeIsRefused() {
    byte[] kernel = Kernels.debian13(4096);
    ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN).putInt(CMDLINE_SIZE, -1);

    assertThatThrownBy(() -> readKernel(kernel))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cmdline_size is 0xffffffff");
  }

  @Test
  void aDescriptionOfManyGigabytesIsRefusedUnread() throws Exception {
    Path path = Kernels.image(dir.resolve("13"), Kernels.debian13(4096), Kernels.initrd(100));
    try (RandomAccessFile sparse =
        new RandomAccessFile(path.resolve("os-release").toFile(), "rw")) {
      sparse.setLength(8L << 30);
    }

    assertThatThrownBy(() -> TargetImage.open(path))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is longer than 65536 bytes");
  }

  @Test
  void aSectionOfManyGigabytesOfDescriptionIsRefusedUnread() throws Exception {
    byte[] uki = Ukis.uki(Kernels.debian13(4096));
    // .osrel is the first section: its sizes, and where it begins.
    ByteBuffer.wrap(uki)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Ukis.SECTIONS + 8, 0xf0000000)
        .putInt(Ukis.SECTIONS + 16, 0xf0000000);
    Path path = Files.write(dir.resolve("13.efi"), uki);
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(5L << 30);
    }

    assertThatThrownBy(() -> TargetImage.open(path))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is longer than 65536 bytes");
  }
}
