package org.osswap.launch;

import java.time.Duration;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/**
 * Keeps udev from loading drivers for devices that appear, until it is ended: a device has to be made quiet
 * before a driver, and before memory that it may still write to, are there. Writing 0 to {@code
 * drivers_autoprobe} would not do: it is ignored for devices that appear together with their root.
 */
final class DriverHold {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ProcessRunner processes;
  private final boolean held;

  private DriverHold(ProcessRunner processes, boolean held) {
    this.processes = processes;
    this.held = held;
  }

  static DriverHold begin(ProcessRunner processes) {
    return new DriverHold(processes, udevadm(processes, "--stop-exec-queue"));
  }

  void end() {
    if (held) {
      udevadm(processes, "--start-exec-queue");
    }
  }

  /** False where there is no udev: then nothing loads drivers. */
  private static boolean udevadm(ProcessRunner processes, String option) {
    try {
      return processes.run(LIMIT, "udevadm", "control", option).ok();
    } catch (Failure noUdev) {
      return false;
    }
  }
}
