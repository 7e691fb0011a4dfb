package org.osswap.partition.doctor;

import com.google.common.collect.ImmutableList;
import org.osswap.base.SysRoot;

/**
 * A watchdog that is armed resets the machine when nobody feeds it. From the old system's end until the new
 * one has its device nobody does, so a swap isn't begun with one: see Linux,
 * Documentation/ABI/testing/sysfs-class-watchdog.
 */
final class WatchdogCheck {
  private static final String CHECK = "watchdogs";
  private static final String CLASS = "/sys/class/watchdog";

  private WatchdogCheck() {}

  static Finding watchdogs(Patient patient) {
    SysRoot root = patient.root();
    ImmutableList<String> dogs = root.list(CLASS);
    ImmutableList<String> armed =
        dogs.stream()
            .filter(dog -> read(root, dog, "state").equals("active"))
            .collect(ImmutableList.toImmutableList());
    if (!armed.isEmpty()) {
      boolean forEver = armed.stream().anyMatch(dog -> read(root, dog, "nowayout").equals("1"));
      return Finding.fail(
          CHECK,
          "armed: " + described(root, armed) + ": resets the machine while nobody feeds it",
          forEver
              ? "It can't be stopped once it was started (nowayout): keep systemd's"
                  + " RuntimeWatchdogSec= and other daemons from it, and boot once more."
              : "Stop who feeds it: RuntimeWatchdogSec=off in /etc/systemd/system.conf and"
                  + " 'systemctl daemon-reexec', or the daemon that holds /dev/watchdog.");
    }
    ImmutableList<String> unknown =
        dogs.stream()
            .filter(dog -> !read(root, dog, "state").equals("inactive"))
            .collect(ImmutableList.toImmutableList());
    if (!unknown.isEmpty()) {
      return Finding.warn(
          CHECK,
          String.join(", ", unknown) + ": this kernel doesn't say whether it is armed",
          "See that nobody feeds it: an armed one resets the machine during a swap.");
    }
    return Finding.ok(
        CHECK,
        dogs.isEmpty()
            ? "no hardware watchdog"
            : described(root, dogs) + ": not armed");
  }

  private static String described(SysRoot root, ImmutableList<String> dogs) {
    return String.join(", ", dogs.stream().map(dog -> described(root, dog)).toList());
  }

  /** {@code watchdog0 (iTCO_wdt, 30 s)}. */
  private static String described(SysRoot root, String dog) {
    String identity = read(root, dog, "identity");
    String timeout = read(root, dog, "timeout");
    return identity.isEmpty() ? dog : dog + " (" + identity + ", " + timeout + " s)";
  }

  private static String read(SysRoot root, String dog, String attribute) {
    return root.text(CLASS + "/" + dog + "/" + attribute).orElse("");
  }
}
