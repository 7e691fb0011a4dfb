package org.osswap.watch;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osswap.base.SysRoot;

/**
 * A mounted file system.
 *
 * @param device its number, {@code 253:0}; one that begins with 0: is of no block device
 * @param point where it is mounted
 * @param source as mount(8) was told it: {@code /dev/mapper/data}
 */
public record Mount(String device, String point, String source) {
  private static final String PATH = "/proc/self/mountinfo";
  private static final Splitter SPACE = Splitter.on(' ');

  /** All of them. */
  public static ImmutableList<Mount> read(SysRoot root) {
    return root.parse(PATH, Mount::parse);
  }

  /**
   * Reads mountinfo (proc_pid_mountinfo(5)): id, parent, device, root, mount point, options, optional
   * fields, a dash, type, source, options.
   */
  static ImmutableList<Mount> parse(List<String> lines) {
    return lines.stream()
        .map(SPACE::splitToList)
        .filter(fields -> fields.indexOf("-") >= 6 && fields.size() > fields.indexOf("-") + 2)
        .map(
            fields ->
                new Mount(
                    fields.get(2),
                    unescaped(fields.get(4)),
                    unescaped(fields.get(fields.indexOf("-") + 2))))
        .collect(ImmutableList.toImmutableList());
  }

  private static String unescaped(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  /** The kernel's name of the block device below it. */
  Optional<String> blockDevice(BlockDevices devices) {
    Optional<String> numbered = devices.numbered(device);
    return numbered.isPresent() || !source.startsWith("/dev/")
        ? numbered
        : devices.kernelName(source); // btrfs: its number is of no block device
  }

  /** The mount that a path lies in: the deepest, and of those at one point the last. */
  private static Optional<Mount> holding(List<Mount> mounts, String path) {
    return Lists.reverse(mounts).stream()
        .filter(mount -> isBelow(path, mount.point()))
        .sorted(Comparator.comparingInt((Mount mount) -> -mount.point().length()))
        .findFirst();
  }

  private static boolean isBelow(String path, String point) {
    return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
  }

  /**
   * The block devices that files lie on, with all that these are made of.
   *
   * @param paths absolute
   */
  public static ImmutableSet<String> devicesOf(SysRoot root, Set<String> paths) {
    BlockDevices devices = new BlockDevices(root);
    ImmutableList<Mount> mounts = read(root);
    return paths.stream()
        .flatMap(path -> holding(mounts, path).stream())
        .flatMap(mount -> mount.blockDevice(devices).stream())
        .flatMap(device -> devices.below(device).stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Where file systems are mounted that lie on one of these disks.
   *
   * @param disks as they are watched: {@code /dev/mapper/data}
   */
  public static ImmutableSet<String> pointsOn(SysRoot root, Set<String> disks) {
    BlockDevices devices = new BlockDevices(root);
    ImmutableSet<String> names =
        disks.stream()
            .flatMap(disk -> devices.kernelName(disk).stream())
            .collect(ImmutableSet.toImmutableSet());
    return read(root).stream()
        .filter(mount -> isOn(mount, devices, names) || disks.contains(mount.source()))
        .map(Mount::point)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static boolean isOn(Mount mount, BlockDevices devices, Set<String> names) {
    return mount
        .blockDevice(devices)
        .filter(device -> devices.below(device).stream().anyMatch(names::contains))
        .isPresent();
  }
}
