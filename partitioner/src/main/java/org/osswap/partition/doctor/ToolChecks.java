package org.osswap.partition.doctor;

import java.util.stream.Stream;

/** The programs that osswap runs. */
final class ToolChecks {
  private static final String[] PATH = {
    "/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"
  };

  private ToolChecks() {}

  static Finding ip(Patient patient) {
    return tool(patient, "ip", "Install iproute2.");
  }

  static Finding nft(Patient patient) {
    return tool(patient, "nft", "Install nftables.");
  }

  static Finding systemd(Patient patient) {
    return Finding.require(
        patient.root().exists("/run/systemd/system"),
        "systemd",
        patient.root().exists("/run/systemd/system") ? "it runs this system" : "not running",
        "Applications are moved as systemd units: boot with systemd.");
  }

  /** osswap brings its own; an installed one may be too old, and two versions don't go together. */
  static Finding criu(Patient patient) {
    return found(patient, "criu")
        ? Finding.warn(
            "criu",
            "an installed criu: " + patient.said("criu", "--version").replace('\n', ' '),
            "osswap uses its own; don't run another one meanwhile (/run/criu.kdat).")
        : Finding.ok("criu", "none installed; osswap brings its own");
  }

  private static Finding tool(Patient patient, String name, String remedy) {
    return Finding.require(
        found(patient, name), name, found(patient, name) ? "found" : "not found", remedy);
  }

  private static boolean found(Patient patient, String name) {
    return Stream.of(PATH).anyMatch(directory -> patient.root().exists(directory + name));
  }
}
