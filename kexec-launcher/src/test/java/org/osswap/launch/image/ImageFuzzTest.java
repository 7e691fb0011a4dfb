package org.osswap.launch.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.osswap.base.OsRelease;
import org.osswap.mutation.Trial;

/** Kernels, unified kernel images and initrds: their headers, alone and with all that they promise. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImageFuzzTest {
  /** As long as its header says: setup_sects at 0x1f1, syssize at 0x1f4, in paragraphs. */
  private static ByteSource whole(byte[] head) {
    if (head.length < 0x1f8) {
      return ByteSource.wrap(head);
    }
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long setup = (Byte.toUnsignedLong(head[0x1f1]) + 1) * 512;
    return new Sparse(head, setup + Integer.toUnsignedLong(header.getInt(0x1f4)) * 16);
  }

  private static void check(BzImage kernel) {
    // What is copied into boot_params must leave the memory map behind it alone.
    assertThat(BzImage.SETUP_SECTS + kernel.setupHeader().limit()).isBetween(0x264, 0x290);
    assertThat(kernel.commandLineSize()).isNotNegative();
    assertThat(kernel.initSize()).isGreaterThanOrEqualTo(kernel.code().sizeIfKnown().or(0L));
    assertThat(Integer.bitCount(kernel.kernelAlignment())).isEqualTo(1);
    assertThat(kernel.kernelAlignment()).isPositive();
  }

  @FuzzTest
  void kernel(byte[] input) {
    Trial.of(input, bytes -> check(BzImage.parse(ByteSource.wrap(bytes), "vmlinuz")));
    Trial.of(input, bytes -> check(BzImage.parse(whole(bytes), "vmlinuz")));
  }

  @FuzzTest
  void unifiedImage(byte[] input) {
    Trial.of(input, bytes -> read(ByteSource.wrap(bytes)));
    Trial.of(input, bytes -> read(new Sparse(bytes, 1L << 33)));
  }

  private static void read(ByteSource file) throws Exception {
    Uki uki = Uki.parse(file, "x.efi");
    OsRelease.parse(uki.text(".osrel"));
    uki.text(".cmdline");
    Optional<ByteSource> initrd = uki.section(".initrd");
    if (initrd.isPresent()) {
      Initrd.format(initrd.get(), "initrd");
    }
    check(BzImage.parse(uki.section(".linux").orElseThrow(), "x.efi (.linux)"));
  }

  @FuzzTest
  void initrd(byte[] input) {
    Trial.of(input, bytes -> Initrd.format(ByteSource.wrap(bytes), "initrd"));
  }
}
