package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.osswap.proto.HealthCheck;

/** A redis as systemd runs it on Debian 12, to be looked at through {@link ProcTree}. */
final class Redis {
  static final String UNIT = "redis-server.service";
  static final String ADDRESS = "10.77.0.101/32";

  private Redis() {}

  static AppManifest manifest(AppManifest.Finder.Kind kind, String value) {
    return new AppManifest(
        "redis", new AppManifest.Finder(kind, value), Optional.of(ADDRESS),
        HealthCheck.getDefaultInstance(), ImmutableList.of("/var/log"), 0,
        java.time.Duration.ZERO, ImmutableList.of(), AppPaths.NONE);
  }

  static AppManifest manifest() {
    return manifest(AppManifest.Finder.Kind.UNIT, UNIT);
  }

  static Programs programs() {
    return new Programs()
        .unit(UNIT, ProcTree.MAIN, "loaded", "active")
        .unit(AppNames.unit("redis"), 0, "not-found", "inactive")
        .says("ss -xapnH", "")
        .says(
            "address show to 10.77.0.101/32",
            "2: enp1s0    inet 10.77.0.101/32 scope global enp1s0\\       valid_lft forever\n");
  }
}
