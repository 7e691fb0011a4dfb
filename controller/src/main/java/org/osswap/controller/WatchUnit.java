package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.WatchFiles;

/**
 * The unit that watches paths while a successor is armed. It runs from a copy of osswap on a ramfs, which no
 * disk and no swap space is behind.
 */
final class WatchUnit {
  static final String NAME = "osswap-watch.service";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String STEP = "start the watch over paths";

  /** $0: the folder, $1: where osswap is installed. CRIU and the manual stay: a watcher needs neither. */
  private static final String COPY =
      "set -e; umask 077; mkdir -p \"$0\"; ! mountpoint -q \"$0\" || umount -l \"$0\"; "
          + "mount -t ramfs -o mode=0700 osswap-watch \"$0\"; mkdir \"$0/home\"; "
          + "cd \"$1\"; cp -a bin lib runtime VERSION \"$0/home/\"";

  private WatchUnit() {}

  static void start(Site site, WatchSetup setup) {
    SysRoot root = site.root();
    ProcessRunner processes = site.processes();
    processes
        .run(LIMIT, "sh", "-c", COPY, root.path(WatchFiles.PATH).toString(), setup.getHome())
        .orFail(STEP, WatchFiles.PATH, "See that there is memory for a copy of osswap.");
    new WatchFiles(root).begin(setup);
    processes
        .run(command(root), LIMIT)
        .orFail(STEP, NAME, "See 'systemctl status " + NAME + "'.");
  }

  private static ImmutableList<String> command(SysRoot root) {
    return ImmutableList.<String>builder()
        .add("systemd-run", "--quiet", "--collect", "--unit=" + NAME)
        .add("--description=watches disks and neighbours, for the armed successor")
        .add("--property=Restart=always", "--property=RestartSec=1")
        .add("--property=StartLimitIntervalSec=0", "--property=DefaultDependencies=no")
        .add("--property=OOMScoreAdjust=-1000", "--property=LimitMEMLOCK=infinity")
        // A thread that waits for a dead disk ends only with it: nobody waits for that.
        .add("--property=TimeoutStopSec=5", "--property=SuccessExitStatus=143")
        // Its memory is locked: little of it, all at once. The zone would be read from /etc.
        .add("--setenv=OSSWAP_JAVA_OPTS=-Xms32m -Xmx32m -Duser.timezone=UTC")
        .add(root.path(WatchFiles.HOME + "/bin/osswap").toString(), "watch-run")
        .build();
  }

  /** On return nobody watches, and nobody asks for a takeover. Does no harm where it doesn't run. */
  static void stop(SysRoot root, ProcessRunner processes) {
    processes
        .run(LIMIT, "sh", "-c", script(root), NAME)
        .orFail("stop the watch over paths", NAME, "See 'systemctl status " + NAME + "'.");
  }

  static Undo undo(SysRoot root) {
    return Undos.command("stop the watch over paths", "sh", "-c", script(root), NAME);
  }

  /**
   * Stopped is who can't act any more: a process of which one thread waits for a dead disk has no other
   * left, but isn't gone, and its unit is in final-sigkill for long. So the processes are asked, not the unit.
   */
  private static String script(SysRoot root) {
    String folder = root.path(WatchFiles.PATH).toString();
    return "systemctl stop --no-block \"$0\" 2>/dev/null; i=0; "
        + "while systemctl -q is-active \"$0\" && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done; "
        + "systemctl kill --signal=KILL \"$0\" 2>/dev/null; systemctl reset-failed \"$0\" 2>/dev/null; "
        + "! mountpoint -q " + folder + " || umount -l " + folder + "; rm -rf " + folder
        + "; ! systemctl -q is-active \"$0\"";
  }
}
