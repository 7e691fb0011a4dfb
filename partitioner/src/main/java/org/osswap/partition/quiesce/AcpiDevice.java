package org.osswap.partition.quiesce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;

/**
 * A range of memory in the namespace that a previous swap wrote. Its path tells which grant it is:
 * {@code \_SB_.ME01} is the second.
 */
final class AcpiDevice {
  private static final Pattern PATH = Pattern.compile("\\\\_SB_?\\.ME([0-9A-F]{2})");

  private AcpiDevice() {}

  static String directory(String device) {
    return "/sys/bus/acpi/devices/" + device;
  }

  /** What gives an ejected device back. To be asked for while the device is there. */
  static Undo grant(SysRoot root, String device) {
    String path = root.text(directory(device) + "/path").orElse("");
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new Failure(
          "find out how a device comes back after its ejection",
          device,
          "its path is '" + path + "', which isn't osswap's",
          "Only devices that a previous swap added can be ejected.");
    }
    return Undos.grant(
        "grant " + path + " again",
        Integer.parseInt(matcher.group(1), 16));
  }
}
