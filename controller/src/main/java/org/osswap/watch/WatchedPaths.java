package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osswap.apps.AppManifest;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathKind;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchedPath;

/** Who wants what watched: the configuration and the manifests together. A pure function of both. */
public final class WatchedPaths {
  private final WatchConfig config;
  private final Map<String, WatchedPath.Builder> disks = new LinkedHashMap<>();

  private WatchedPaths(WatchConfig config) {
    this.config = config;
  }

  /** All paths; none: nothing is to be watched. */
  public static ImmutableList<WatchedPath> of(WatchConfig config, List<AppManifest> manifests) {
    return new WatchedPaths(config).all(manifests);
  }

  private ImmutableList<WatchedPath> all(List<AppManifest> manifests) {
    config.disks().forEach(disk -> disk(disk).addClaims(machines()));
    for (AppManifest manifest : manifests) {
      for (String disk : manifest.paths().disks()) {
        disk(disk)
            .addClaims(
                claim(
                    manifest.paths().limit().orElse(config.limit()),
                    manifest.paths().policy().orElse(config.policy()))
                    .setApp(manifest.name()));
      }
    }
    ImmutableList.Builder<WatchedPath> paths = ImmutableList.builder();
    disks.values().forEach(disk -> paths.add(disk.build()));
    for (String link : config.links()) {
      paths.add(
          WatchedPath.newBuilder()
              .setKind(PathKind.LINK)
              .setName(link)
              .addClaims(machines())
              .build());
    }
    ImmutableList<String> neighbours = neighbours();
    if (!neighbours.isEmpty()) {
      paths.add(
          WatchedPath.newBuilder()
              .setKind(PathKind.NEIGHBOURS)
              .setName(String.join(", ", neighbours))
              .addAllAddresses(neighbours)
              .addClaims(machines())
              .build());
    }
    return paths.build();
  }

  private ImmutableList<String> neighbours() {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    config.gateway().ifPresent(all::add);
    config.peers().stream()
        .filter(peer -> !config.gateway().filter(peer::equals).isPresent())
        .forEach(all::add);
    return all.build();
  }

  private WatchedPath.Builder disk(String name) {
    return disks.computeIfAbsent(
        name, n -> WatchedPath.newBuilder().setKind(PathKind.DISK).setName(n));
  }

  private WatchClaim.Builder machines() {
    return claim(config.limit(), config.policy());
  }

  private WatchClaim.Builder claim(Duration limit, LossPolicy policy) {
    return WatchClaim.newBuilder()
        .setLimitSeconds((int) limit.toSeconds())
        .setPdlSeconds((int) config.permanentLimit().toSeconds())
        .setPolicy(policy);
  }
}
