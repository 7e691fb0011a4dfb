package org.osswap.partition.quiesce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

/**
 * The Command register of a PCI function (PCI Local Bus Specification 3.0, section 6.2.2; 16 bits
 * at 0x04), through its sysfs file {@code config}.
 */
final class PciCommand {
  private static final int COMMAND = 0x04;
  private static final int BUS_MASTER = 1 << 2;
  private static final int NO_DEVICE = 0xffff;
  private static final String STEP = "clear bus mastering";

  private PciCommand() {}

  /**
   * Makes a function unable to write to memory, and reads back that it is.
   *
   * @throws Failure if it can't be cleared
   */
  static void stopBusMastering(SysRoot root, String function) {
    Path config = root.path("/sys/bus/pci/devices/" + function + "/config");
    try (FileChannel channel =
        FileChannel.open(config, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int command = read(channel);
      if (command != NO_DEVICE && (command & BUS_MASTER) != 0) {
        channel.write(word(command & ~BUS_MASTER), COMMAND);
        command = read(channel);
      }
      if (command != NO_DEVICE && (command & BUS_MASTER) != 0) {
        throw new Failure(
            STEP,
            function,
            String.format("its Command register still reads %#06x", command),
            "This device can't be stopped: choose a NIC below another PCI root.");
      }
    } catch (IOException e) {
      throw new Failure(
          STEP, function, Act.said(e) + " on " + config, "See if kernel lockdown is on.", e);
    }
  }

  private static int read(FileChannel channel) throws IOException {
    ByteBuffer bytes = word(0);
    if (channel.read(bytes, COMMAND) != Short.BYTES) {
      throw new IOException("config space ends early");
    }
    return Short.toUnsignedInt(bytes.getShort(0));
  }

  private static ByteBuffer word(int value) {
    return ByteBuffer.allocate(Short.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(0, (short) value);
  }
}
