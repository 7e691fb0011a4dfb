package org.osswap.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osswap.base.SysRoot;

/** A function's configuration space: PCI Local Bus 3.0, section 6.1. */
final class PciConfig {
  private static final int COMMAND = 0x04;
  private static final int BUS_MASTER = 1 << 2;
  private static final int HEADER_TYPE = 0x0e;
  private static final int MULTI_FUNCTION = 0x80;

  private PciConfig() {}

  /**
   * Clears bus mastering in a function that has no driver. Bridges are left alone: they only forward, and
   * there may be devices with drivers behind them.
   *
   * @return true if it was set, and is clear now
   * @throws IOException if it can't be cleared
   */
  static boolean quiet(SysRoot root, String function) throws IOException {
    String directory = "/sys/bus/pci/devices/" + function;
    if (root.exists(directory + "/driver")) {
      return false;
    }
    Path path = root.path(directory + "/config");
    try (FileChannel config =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if ((read(config, HEADER_TYPE, 1).get(0) & ~MULTI_FUNCTION) != 0) {
        return false;
      }
      int command = command(config);
      if ((command & BUS_MASTER) == 0) {
        return false;
      }
      ByteBuffer quiet = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
      quiet.putShort(0, (short) (command & ~BUS_MASTER));
      config.write(quiet, COMMAND);
      if ((command(config) & BUS_MASTER) != 0) {
        throw new IOException(function + ": bus mastering can't be cleared");
      }
      return true;
    }
  }

  private static int command(FileChannel config) throws IOException {
    return Short.toUnsignedInt(read(config, COMMAND, 2).getShort(0));
  }

  private static ByteBuffer read(FileChannel config, int offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    if (config.read(bytes, offset) != count) {
      throw new IOException(String.format("configuration space ends before %#x", offset));
    }
    return bytes;
  }
}
