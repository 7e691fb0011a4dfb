package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.osswap.base.SysRoot;

/** Block devices as sysfs describes them. Asks no disk for anything. */
public final class BlockDevices {
  private static final String CLASS = "/sys/class/block/";
  private static final int SECTOR = 512;

  private final SysRoot root;

  public BlockDevices(SysRoot root) {
    this.root = root;
  }

  /**
   * The kernel's name of a device: {@code dm-0} of {@code /dev/mapper/data}. Empty if it has none such.
   *
   * @param device absolute, below {@code /dev}, which is a devtmpfs
   */
  public Optional<String> kernelName(String device) {
    try {
      Path dev = root.path("/dev").toRealPath();
      Path real = root.path(device).toRealPath();
      // Documentation/ABI/stable/sysfs-block: a slash of the name is an exclamation mark there.
      return Optional.of(real)
          .filter(path -> path.startsWith(dev) && !path.equals(dev))
          .map(path -> dev.relativize(path).toString().replace('/', '!'))
          .filter(name -> root.exists(CLASS + name));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The device of a number, {@code 253:0}. */
  public Optional<String> numbered(String majorMinor) {
    return root.linkName("/sys/dev/block/" + majorMinor);
  }

  /** A device, and all that it is made of: partitions' disks, maps' slaves, theirs. */
  public ImmutableSet<String> below(String name) {
    Set<String> all = new LinkedHashSet<>();
    collect(name, all);
    return ImmutableSet.copyOf(all);
  }

  private void collect(String name, Set<String> all) {
    if (all.add(name)) {
      madeOf(name).forEach(part -> collect(part, all));
    }
  }

  private ImmutableList<String> madeOf(String name) {
    ImmutableList<String> slaves = root.list(CLASS + name + "/slaves");
    return slaves.isEmpty() && root.exists(CLASS + name + "/partition")
        ? disk(name).map(ImmutableList::of).orElse(ImmutableList.of())
        : slaves;
  }

  /** Of a partition: its folder lies in its disk's. */
  private Optional<String> disk(String partition) {
    return realPath(partition).map(path -> path.getParent().getFileName().toString());
  }

  /** Where a device, and all that it is made of, are in sysfs: below their PCI functions. */
  public ImmutableList<Path> places(String name) {
    return below(name).stream()
        .flatMap(part -> realPath(part).stream())
        .collect(ImmutableList.toImmutableList());
  }

  private Optional<Path> realPath(String name) {
    try {
      return Optional.of(root.path(CLASS + name).toRealPath());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** What there is to know without asking the disk. */
  DiskFacts facts(String device) {
    return kernelName(device).map(this::describe).orElse(DiskFacts.GONE);
  }

  private DiskFacts describe(String name) {
    ImmutableList<Leaf> leaves =
        below(name).stream()
            .filter(part -> madeOf(part).isEmpty())
            .map(part -> new Leaf(part, root.text(CLASS + part + "/device/state").orElse("")))
            .collect(ImmutableList.toImmutableList());
    Optional<DiskStat> stat =
        root.text(CLASS + name + "/stat")
            .flatMap(
                done ->
                    root.text(CLASS + name + "/inflight").map(now -> DiskStat.parse(done, now)));
    return new DiskFacts(true, leaves, stat);
  }

  /** Bytes; 0: not known. */
  long size(String device) {
    return kernelName(device)
        .flatMap(name -> root.text(CLASS + name + "/size"))
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(sectors -> Long.parseLong(sectors) * SECTOR)
        .orElse(0L);
  }
}
