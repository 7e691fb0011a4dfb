package org.osswap.controller;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.watch.Mount;

/** Leaves this OS's file systems clean, for the successor will open the same disks. */
final class Disks {
  private static final Splitter SPACE = Splitter.on(' ');
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final SysRoot root;
  private final ProcessRunner processes;
  private final ImmutableSet<String> lost;

  Disks(SysRoot root, ProcessRunner processes) {
    this(root, processes, ImmutableSet.of());
  }

  /**
   * Leaves alone what would never come back from it.
   *
   * @param lost disks that don't answer, as {@code /dev/mapper/data}
   */
  Disks(SysRoot root, ProcessRunner processes, Set<String> lost) {
    this.root = root;
    this.processes = processes;
    this.lost = ImmutableSet.copyOf(lost);
  }

  /**
   * Syncs, and makes every file system on a block device read-only. One that can't be is told and
   * left synced: its journal is replayed by the successor, as after a power failure.
   */
  void settle(Progress progress) {
    ImmutableSet<String> left = lost.isEmpty() ? ImmutableSet.of() : Mount.pointsOn(root, lost);
    ImmutableList<String> mounts =
        Lists.reverse(onDisks(root.lines("/proc/self/mounts"))).stream()
            .filter(mount -> !left.contains(mount))
            .collect(ImmutableList.toImmutableList());
    left.forEach(mount -> progress.detail(mount + " is left as it is: its disk is lost"));
    sync(mounts);
    for (String mount : mounts) {
      boolean readOnly = processes.run(LIMIT, "mount", "-o", "remount,ro", mount).ok();
      progress.detail(mount + (readOnly ? " is read-only" : " stays writable, but is synced"));
    }
  }

  /** All at once, or one by one: sync(2) would wait for the disks that are lost. */
  private void sync(List<String> mounts) {
    if (lost.isEmpty()) {
      synced("all", "sync");
      return;
    }
    mounts.forEach(mount -> synced(mount, "sync", "--file-system", mount));
  }

  private void synced(String what, String... command) {
    processes
        .run(LIMIT, command)
        .orFail("write the file systems' data to the disks", what, "See the kernel's log.");
  }

  /** Mount points of writable file systems on block devices; a line: device, point, type, options. */
  static ImmutableList<String> onDisks(List<String> mounts) {
    return mounts.stream()
        .map(SPACE::splitToList)
        .filter(f -> f.size() >= 4 && f.get(0).startsWith("/dev/"))
        .filter(f -> Splitter.on(',').splitToList(f.get(3)).contains("rw"))
        .map(f -> f.get(1).replace("\\040", " "))
        .collect(ImmutableList.toImmutableList());
  }
}
