package org.osswap.apps;

/** Names that both sides derive from an application's name, so that they need no agreement. */
final class AppNames {
  /** Visible inside every application's root, so that a later dump finds its work folder there. */
  static final String WORK = "/run/osswap/migrate";

  private AppNames() {}

  /** The systemd unit of an application that was restored here. */
  static String unit(String app) {
    return "osswap-app-" + app + ".service";
  }

  /** The nftables table of its fence. */
  static String table(String app) {
    return "osswap_" + app;
  }
}
