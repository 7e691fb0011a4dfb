package org.osswap.launch;

import java.io.IOException;
import org.osswap.base.SysRoot;

/**
 * Makes the functions of an OS that is gone quiet, while this kernel is about to bind drivers to them.
 *
 * <p>A driver that is loaded already binds to a function as soon as that appears, and turns its bus mastering
 * on; clearing it at that moment would leave the driver with a device that can't reach memory. A name in {@code
 * driver_override} that no driver has keeps all of them away meanwhile, and its writing waits for a binding
 * that is under way: afterwards the function either has its driver, which has reset it, or gets none until it is
 * quiet.
 */
final class PciQuiet {
  private static final String NOBODY = "osswap-quiet";
  private static final String PROBE = "/sys/bus/pci/drivers_probe";

  private final SysRoot root;

  PciQuiet(SysRoot root) {
    this.root = root;
  }

  /**
   * Clears bus mastering in a function that has no driver, and lets drivers have it then.
   *
   * @return true if it was set, and is clear now
   * @throws IOException if it can't be cleared; no driver gets the function then
   */
  boolean quiet(String function) throws IOException {
    String override = "/sys/bus/pci/devices/" + function + "/driver_override";
    root.write(override, NOBODY);
    boolean cleared = PciConfig.quiet(root, function);
    root.write(override, "\n");
    root.write(PROBE, function);
    return cleared;
  }
}
