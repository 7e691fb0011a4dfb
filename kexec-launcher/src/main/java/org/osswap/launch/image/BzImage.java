package org.osswap.launch.image;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.osswap.base.Failure;

/**
 * An x86-64 kernel as its build makes it. Layout: Linux, Documentation/arch/x86/boot.rst, "The
 * Real-Mode Kernel Header".
 *
 * @param setupHeader bytes from 0x1f1 to the end of the header, to be copied into boot_params
 * @param code the protected-mode part, to be loaded at one address
 * @param kernelVersion as the kernel calls itself: "6.12.57+deb13-amd64 (...) #1 SMP ..."
 * @param kernelAlignment where the code may be loaded: a power of two
 * @param initSize bytes that the kernel needs from its load address on, before it knows its memory
 * @param commandLineSize longest command line, without the terminating zero
 */
public record BzImage(
    ByteBuffer setupHeader,
    ByteSource code,
    String kernelVersion,
    int kernelAlignment,
    long initSize,
    int commandLineSize) {
  /** The 64-bit entry point lies here in the code. */
  public static final int ENTRY_64 = 0x200;

  // Offsets in the file, and in boot_params.
  public static final int SETUP_SECTS = 0x1f1;
  private static final int SYSSIZE = 0x1f4;
  private static final int JUMP_OFFSET = 0x201;
  private static final int HEADER = 0x202;
  private static final int VERSION = 0x206;
  private static final int KERNEL_VERSION = 0x20e;
  private static final int KERNEL_ALIGNMENT = 0x230;
  private static final int RELOCATABLE_KERNEL = 0x234;
  private static final int XLOADFLAGS = 0x236;
  private static final int CMDLINE_SIZE = 0x238;
  private static final int INIT_SIZE = 0x260;
  private static final int HEADER_END = 0x264;

  private static final int HDRS = 0x53726448;
  private static final int MIN_VERSION = 0x020c;
  private static final int XLF_KERNEL_64 = 1;
  private static final int XLF_CAN_BE_LOADED_ABOVE_4G = 2;
  private static final int SECTOR = 512;

  /** The header is never longer: a short jump leads over it. */
  private static final int HEAD = 0x300;

  /**
   * Reads a kernel.
   *
   * @param file the whole bzImage; read again when the kernel is loaded
   * @param name of the file, for refusals
   * @throws Failure if it is not a kernel that can be started here
   */
  static BzImage parse(ByteSource file, String name) {
    ByteBuffer head;
    long size;
    try {
      head = ByteBuffer.wrap(file.slice(0, HEAD).read()).order(ByteOrder.LITTLE_ENDIAN);
      size = file.size();
    } catch (IOException e) {
      throw refusal(name, "can't be read: " + e.getMessage(), e);
    }
    if (head.capacity() < HEAD || head.getInt(HEADER) != HDRS) {
      throw refusal(name, "not a bzImage (" + guess(head) + ")", null);
    }
    int version = Short.toUnsignedInt(head.getShort(VERSION));
    if (version < MIN_VERSION) {
      throw refusal(
          name, String.format("boot protocol %d.%d, 2.12 is needed", version >> 8, version & 0xff), null);
    }
    int flags = Short.toUnsignedInt(head.getShort(XLOADFLAGS));
    if ((flags & XLF_KERNEL_64) == 0) {
      throw refusal(name, "a 32-bit kernel, x86-64 is needed", null);
    }
    if ((flags & XLF_CAN_BE_LOADED_ABOVE_4G) == 0 || head.get(RELOCATABLE_KERNEL) == 0) {
      throw refusal(name, "the kernel is not relocatable (CONFIG_RELOCATABLE)", null);
    }
    int alignment = head.getInt(KERNEL_ALIGNMENT);
    if (Integer.bitCount(alignment) != 1 || alignment < 0x1000) {
      throw refusal(name, String.format("kernel_alignment is %#x", alignment), null);
    }
    int sectors = Byte.toUnsignedInt(head.get(SETUP_SECTS));
    long setup = (sectors == 0 ? 5L : sectors + 1L) * SECTOR;
    long expected = setup + Integer.toUnsignedLong(head.getInt(SYSSIZE)) * 16;
    // The last paragraph may be short.
    if (size <= setup || size + 15 < expected) {
      throw refusal(name, "truncated: " + size + " of " + expected + " bytes", null);
    }
    long initSize = Integer.toUnsignedLong(head.getInt(INIT_SIZE));
    if (initSize < size - setup) {
      throw refusal(name, String.format("init_size is %#x, less than the image", initSize), null);
    }
    // A short jump: negative leads back, which no kernel does.
    int end = HEADER + head.get(JUMP_OFFSET);
    if (end < HEADER_END) {
      throw refusal(name, String.format("the setup header ends at %#x", end), null);
    }
    int commandLineSize = head.getInt(CMDLINE_SIZE);
    if (commandLineSize < 0) {
      throw refusal(name, String.format("cmdline_size is %#x", commandLineSize), null);
    }
    return new BzImage(
        head.slice(SETUP_SECTS, end - SETUP_SECTS).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer(),
        file.slice(setup, size - setup),
        versionString(file, Short.toUnsignedInt(head.getShort(KERNEL_VERSION)), setup),
        alignment,
        initSize,
        commandLineSize);
  }

  private static String versionString(ByteSource file, int pointer, long setup) {
    if (pointer == 0 || pointer + 0x200L >= setup) {
      return "";
    }
    try {
      byte[] text = file.slice(pointer + 0x200L, 256).read();
      int length = 0;
      while (length < text.length && text[length] != 0) {
        length++;
      }
      return new String(text, 0, length, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  /** What people mistake for a kernel. */
  private static String guess(ByteBuffer head) {
    if (head.capacity() < 0x40) {
      return head.capacity() + " bytes";
    }
    if (head.getInt(0x38) == 0x644d5241) { // "ARM\x64", Documentation/arch/arm64/booting.rst
      return "it is an arm64 kernel";
    }
    if (head.getInt(0x38) == 0x05435352) { // "RSC\x05", Documentation/arch/riscv/boot-image-header.rst
      return "it is a RISC-V kernel";
    }
    if (head.getShort(0) == 0x5a4d) {
      return "it is a PE file without a kernel";
    }
    if (head.getInt(0) == 0x464c457f) {
      return "it is an ELF file; take the bzImage from arch/x86/boot or /boot";
    }
    if (head.getShort(0) == (short) 0x8b1f) {
      return "it is compressed with gzip";
    }
    return "no HdrS at 0x202";
  }

  private static Failure refusal(String name, String reason, Exception cause) {
    return new Failure(
        "read the target's kernel",
        name,
        reason,
        "Name a target image with an x86-64 bzImage, as Linux distributions ship it as vmlinuz.",
        cause);
  }
}
