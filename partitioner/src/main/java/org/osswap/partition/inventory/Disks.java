package org.osswap.partition.inventory;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osswap.base.SysRoot;

/**
 * Which PCI functions carry mounted file systems and swap, from /proc/self/mountinfo (proc(5)) and
 * /proc/swaps, through device mapper and md down to the disks.
 */
final class Disks {
  private static final String BLOCK = "/sys/class/block/";
  private static final Splitter BLANKS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  private final SysRoot root;

  Disks(SysRoot root) {
    this.root = root;
  }

  /** A mount: device number, mount point, source. */
  record Mount(String device, String point, String source) {

    /** Fields: id, parent, major:minor, root, mount point, options, optional fields, -, type, source. */
    static ImmutableList<Mount> parse(List<String> lines) {
      ImmutableList.Builder<Mount> mounts = ImmutableList.builder();
      for (String line : lines) {
        List<String> words = Splitter.on(' ').splitToList(line);
        int dash = words.indexOf("-");
        if (dash >= 6 && words.size() > dash + 2) {
          mounts.add(new Mount(words.get(2), words.get(4), words.get(dash + 2)));
        }
      }
      return mounts.build();
    }
  }

  /** PCI function to why the running OS needs it. */
  ImmutableListMultimap<String, String> uses() {
    ImmutableListMultimap.Builder<String, String> uses = ImmutableListMultimap.builder();
    List<Mount> mounts = Mount.parse(root.lines("/proc/self/mountinfo"));
    List<String> swaps =
        root.lines("/proc/swaps").stream()
            .filter(line -> line.startsWith("/dev/"))
            .map(line -> BLANKS.splitToList(line).get(0))
            .toList();
    for (String disk : root.list(BLOCK)) {
      String number = root.text(BLOCK + disk + "/dev").orElse("");
      Set<String> functions = new HashSet<>();
      for (Mount mount : mounts) {
        // File systems like btrfs have a device number of their own, and only name their source.
        if (mount.device().equals(number) || node(mount.source()).equals(disk)) {
          functions(disk, functions);
          functions.forEach(function -> uses.put(function, "mounted on " + mount.point()));
        }
      }
      for (String swap : swaps) {
        if (node(swap).equals(disk)) {
          functions(disk, functions);
          functions.forEach(function -> uses.put(function, "swap on " + disk));
        }
      }
    }
    return uses.build();
  }

  private void functions(String disk, Set<String> found) {
    String function = SysfsPath.function(root, BLOCK + disk);
    if (!function.isEmpty()) {
      found.add(function);
    }
    root.list(BLOCK + disk + "/slaves").forEach(slave -> functions(slave, found));
  }

  /** The block device's name: /dev/mapper/root is a link to ../dm-0. */
  private String node(String source) {
    if (!source.startsWith("/dev/")) {
      return "";
    }
    String target = SysfsPath.target(root, source);
    String path = target.isEmpty() ? source : target;
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
