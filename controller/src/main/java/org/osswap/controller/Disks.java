package org.osswap.controller;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.List;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/** Leaves this OS's file systems clean, for the successor will open the same disks. */
final class Disks {
  private static final Splitter SPACE = Splitter.on(' ');
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final SysRoot root;
  private final ProcessRunner processes;

  Disks(SysRoot root, ProcessRunner processes) {
    this.root = root;
    this.processes = processes;
  }

  /**
   * Syncs, and makes every file system on a block device read-only. One that can't be is told and
   * left synced: its journal is replayed by the successor, as after a power failure.
   */
  void settle(Progress progress) {
    processes
        .run(LIMIT, "sync")
        .orFail("write the file systems' data to the disks", "all", "See the kernel's log.");
    for (String mount : Lists.reverse(onDisks(root.lines("/proc/self/mounts")))) {
      boolean readOnly = processes.run(LIMIT, "mount", "-o", "remount,ro", mount).ok();
      progress.detail(mount + (readOnly ? " is read-only" : " stays writable, but is synced"));
    }
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
