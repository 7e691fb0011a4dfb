package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osswap.apps.AppManifest;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.launch.BootProcessor;
import org.osswap.proto.HostBridge;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PathKind;
import org.osswap.proto.Problem;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchSetup;
import org.osswap.proto.WatchedPath;
import org.osswap.watch.BlockDevices;
import org.osswap.watch.Mount;
import org.osswap.watch.WatchedPaths;

/** What is watched while a successor is armed, and whether it can be. Touches nothing. */
final class WatchAgreement {
  private static final String STEP = "watch paths";
  private static final String NETS = "/sys/class/net/";

  private final SysRoot root;
  private final BlockDevices devices;
  private final PartitionPlan plan;
  private final List<Problem> problems = new ArrayList<>();

  private WatchAgreement(SysRoot root, PartitionPlan plan) {
    this.root = root;
    this.devices = new BlockDevices(root);
    this.plan = plan;
  }

  /**
   * Brings configuration, manifests and machine together.
   *
   * @param home where osswap is installed
   * @return empty: nothing is to be watched
   * @throws Failure with everything that stands in the way
   */
  static Optional<WatchSetup> agree(
      SysRoot root,
      Path home,
      PartitionPlan plan,
      OsswapConfig config,
      List<AppManifest> manifests) {
    ImmutableList<WatchedPath> paths = WatchedPaths.of(config.watch(), manifests);
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    new WatchAgreement(root, plan).check(paths, home);
    return Optional.of(
        WatchSetup.newBuilder()
            .setPlan(plan)
            .setProbeSeconds((int) config.watch().probe().toSeconds())
            .addAllPaths(paths)
            .addAllApps(manifests.stream().map(AppManifest::name).toList())
            .setHome(home.toString())
            .build());
  }

  private void check(List<WatchedPath> paths, Path home) {
    ImmutableSet<String> needed = neededDevices(root, home);
    for (WatchedPath path : paths) {
      if (path.getKind() == PathKind.DISK) {
        disk(path, needed);
      } else if (path.getKind() == PathKind.LINK) {
        link(path);
      }
    }
    if (claims(paths, LossPolicy.TAKEOVER)) {
      BootProcessor.unfenceable(plan)
          .ifPresent(
              why ->
                  refuse(
                      "policy \"takeover\"",
                      why,
                      "Use the policy \"handoff\" or \"alert\" on this machine."));
    }
    if (!problems.isEmpty()) {
      throw Refusals.together(problems);
    }
  }

  /** What osswap and the programs that it runs are read from, and where it writes, in a handoff. */
  static ImmutableSet<String> neededDevices(SysRoot root, Path home) {
    return Mount.devicesOf(
        root,
        ImmutableSet.of("/", "/usr", "/etc/osswap", StateDir.PATH, "/var/log", home.toString()));
  }

  private static boolean claims(List<WatchedPath> paths, LossPolicy policy) {
    return paths.stream()
        .flatMap(path -> path.getClaimsList().stream())
        .map(WatchClaim::getPolicy)
        .anyMatch(policy::equals);
  }

  private void disk(WatchedPath disk, Set<String> needed) {
    Optional<String> name = devices.kernelName(disk.getName());
    if (name.isEmpty()) {
      refuse(
          disk.getName(),
          "there is no such block device here",
          "Name one that 'lsblk --paths' shows, in [watch] and in the manifests; or attach it.");
      return;
    }
    if (devices.places(name.get()).stream().anyMatch(this::leaves)) {
      refuse(
          disk.getName(),
          "it, or one of its paths, is behind the PCI root that goes to the successor",
          "Choose another partition (--nic), or don't watch it.");
    }
    boolean handoff = claims(List.of(disk), LossPolicy.HANDOFF);
    if (handoff && devices.below(name.get()).stream().anyMatch(needed::contains)) {
      refuse(
          disk.getName(),
          "a handoff itself needs this disk: the OS's programs, or osswap and its journal, are on it",
          "Use the policy \"takeover\" for it: that needs memory alone.");
    }
  }

  private void link(WatchedPath link) {
    Path device = root.path(NETS + link.getName());
    if (!root.exists(NETS + link.getName())) {
      refuse(
          link.getName(),
          "there is no such network device here",
          "Name one that 'ip link' shows, in [watch] links.");
      return;
    }
    try {
      if (leaves(device.toRealPath())) {
        refuse(
            link.getName(),
            "it goes to the successor with the partition",
            "Watch a link of those that stay, or choose another partition (--nic).");
      }
    } catch (IOException e) {
      refuse(link.getName(), e.toString(), "See 'ip link'.");
    }
  }

  /** Whether a place in sysfs is behind a PCI root of the partition: {@code /pci0000:40/}. */
  private boolean leaves(Path place) {
    for (HostBridge bridge : plan.getPartitionRootsList()) {
      String name =
          String.format(
              Locale.ROOT, "/pci%04x:%02x/", bridge.getSegment(), bridge.getBusStart());
      if ((place + "/").contains(name)) {
        return true;
      }
    }
    return false;
  }

  private void refuse(String object, String cause, String remedy) {
    problems.add(new Failure(STEP, object, cause, remedy).toProblem());
  }

  /** {@code disk /dev/mapper/data: takeover after 140 s (redis)}. */
  static String describe(WatchedPath path) {
    StringBuilder text = new StringBuilder(path.getKind().name().toLowerCase(Locale.ROOT));
    text.append(' ').append(path.getName()).append(':');
    for (WatchClaim claim : path.getClaimsList()) {
      text.append(' ')
          .append(AppPaths.nameOf(claim.getPolicy()))
          .append(" after ")
          .append(claim.getLimitSeconds())
          .append(" s")
          .append(claim.getApp().isEmpty() ? "" : " (" + claim.getApp() + ")");
    }
    return text.toString();
  }
}
