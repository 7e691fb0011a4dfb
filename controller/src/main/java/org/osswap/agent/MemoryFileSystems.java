package org.osswap.agent;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.controller.Progress;
import org.osswap.partition.inventory.MemInfo;

/**
 * File systems in memory whose limit is a share of it. They were mounted when this OS had its partition alone; with the
 * machine's memory they get the same share of that. Their limits only grow, and those that fstab names are left alone.
 */
final class MemoryFileSystems {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern SIZE = Pattern.compile("(?:^|,)size=([0-9]{1,15})k(?:,|$)");

  /** Percent: an initramfs's root (Documentation/filesystems/tmpfs.rst), and what systemd mounts (systemd's src/basic/mountpoint-util.h). */
  private static final ImmutableMap<String, Integer> SHARES =
      ImmutableMap.of("/", 50, "/run", 20, "/dev/shm", 50, "/tmp", 50);

  private static final String APPLICATIONS = "/run/osswap/apps/";
  private static final int SHARE_OF_APPLICATION = 90;

  private final SysRoot root;
  private final ProcessRunner processes;
  private final Progress progress;

  MemoryFileSystems(SysRoot root, ProcessRunner processes, Progress progress) {
    this.root = root;
    this.processes = processes;
    this.progress = progress;
  }

  /** Raises the limits; one that can't be raised is told, and stays. */
  void grow() {
    long memory = MemInfo.parse(root.lines("/proc/meminfo")).total() >> 10;
    List<String> named =
        root.lines("/etc/fstab").stream().map(MemoryFileSystems::words).filter(w -> w.size() > 1).map(w -> w.get(1)).toList();
    for (String line : root.lines("/proc/self/mounts")) {
      List<String> words = words(line);
      if (words.size() > 3 && !named.contains(words.get(1)) && words.get(2).matches("tmpfs|rootfs")) {
        grow(words.get(1), words.get(3), memory);
      }
    }
  }

  /** Of {@code memory}, in KiB, as tmpfs tells its limits. */
  private void grow(String where, String options, long memory) {
    int share =
        where.startsWith(APPLICATIONS) ? SHARE_OF_APPLICATION : SHARES.getOrDefault(where, 0);
    long wanted = memory / 100 * share;
    Matcher size = SIZE.matcher(options);
    if (!size.find() || Long.parseLong(size.group(1)) >= wanted) {
      return;
    }
    ProcessRunner.Outcome outcome =
        processes.run(LIMIT, "mount", "-o", "remount,size=" + wanted + "k", where);
    progress.detail(
        outcome.ok()
            ? where + ": at most " + (wanted >> 10) + " MiB now"
            : where + " keeps its limit, " + (Long.parseLong(size.group(1)) >> 10) + " MiB: " + outcome.err().strip());
  }

  private static ImmutableList<String> words(String line) {
    return ImmutableList.copyOf(Splitter.onPattern("\\s+").omitEmptyStrings().split(line));
  }
}
