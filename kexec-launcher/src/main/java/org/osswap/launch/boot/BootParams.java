package org.osswap.launch.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.image.BzImage;
import org.osswap.proto.PartitionPlan;

/**
 * The page that a kernel is handed by its boot loader. Layout: Linux,
 * arch/x86/include/uapi/asm/bootparam.h, struct boot_params; Documentation/arch/x86/zero-page.rst.
 */
public final class BootParams {
  public static final int SIZE = 0x1000;

  static final int ACPI_RSDP_ADDR = 0x070;
  static final int EXT_RAMDISK_IMAGE = 0x0c0;
  static final int EXT_RAMDISK_SIZE = 0x0c4;
  static final int EXT_CMD_LINE_PTR = 0x0c8;
  static final int E820_ENTRIES = 0x1e8;
  static final int TYPE_OF_LOADER = 0x210;
  static final int LOADFLAGS = 0x211;
  static final int CODE32_START = 0x214;
  static final int RAMDISK_IMAGE = 0x218;
  static final int RAMDISK_SIZE = 0x21c;
  static final int CMD_LINE_PTR = 0x228;
  static final int E820_TABLE = 0x2d0;

  static final int E820_MAX_ENTRIES_ZEROPAGE = 128;
  private static final int E820_ENTRY = 20;
  private static final int LOADED_HIGH = 1;
  private static final int UNDEFINED_LOADER = 0xff;

  private BootParams() {}

  /** The whole page, to lie at {@code layout.bootParams()}. */
  public static byte[] build(PartitionPlan plan, Layout layout, BzImage kernel) {
    ByteBuffer page = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer header = kernel.setupHeader();
    page.put(BzImage.SETUP_SECTS, header, 0, header.limit());
    page.putLong(ACPI_RSDP_ADDR, layout.acpi().getStart());
    page.put(TYPE_OF_LOADER, (byte) UNDEFINED_LOADER);
    page.put(LOADFLAGS, (byte) (page.get(LOADFLAGS) | LOADED_HIGH));
    page.putInt(CODE32_START, (int) layout.kernel().getStart());
    long initrd = layout.initrd().getStart();
    long initrdSize = Extents.size(layout.initrd());
    page.putInt(RAMDISK_IMAGE, (int) initrd).putInt(EXT_RAMDISK_IMAGE, (int) (initrd >>> 32));
    page.putInt(RAMDISK_SIZE, (int) initrdSize);
    page.putInt(EXT_RAMDISK_SIZE, (int) (initrdSize >>> 32));
    long commandLine = layout.commandLine().getStart();
    page.putInt(CMD_LINE_PTR, (int) commandLine);
    page.putInt(EXT_CMD_LINE_PTR, (int) (commandLine >>> 32));
    putMemoryMap(page, E820.of(plan, layout));
    return page.array();
  }

  private static void putMemoryMap(ByteBuffer page, E820 map) {
    int count = map.entries().size();
    if (count > E820_MAX_ENTRIES_ZEROPAGE) {
      throw new Failure(
          "describe the memory to the successor",
          "e820",
          count + " ranges, boot_params has room for " + E820_MAX_ENTRIES_ZEROPAGE,
          "Choose a partition of fewer memory ranges (--memory).");
    }
    page.put(E820_ENTRIES, (byte) count);
    page.position(E820_TABLE);
    for (E820.Entry entry : map.entries()) {
      page.putLong(entry.extent().getStart()).putLong(Extents.size(entry.extent()));
      page.putInt(entry.type());
    }
    assert page.position() == E820_TABLE + count * E820_ENTRY;
  }
}
