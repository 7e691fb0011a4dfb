package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import org.osswap.apps.Checkpointer;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;

/** The unit in which {@link Standby} runs while a successor is armed. */
final class StandbyUnit {
  static final String NAME = "osswap-standby.service";

  /** One who stops it waits for the checkpoint that is being taken, at most this long. */
  private static final Duration STOPS = Duration.ofMinutes(5);

  private static final Duration STARTS = Duration.ofSeconds(30);

  private StandbyUnit() {}

  static void start(Site site) {
    site.processes()
        .run(
            ImmutableList.<String>builder()
                .add("systemd-run", "--quiet", "--collect", "--unit=" + NAME)
                .add("--description=checkpoints of applications, for the armed successor")
                .add("--property=Restart=on-failure", "--property=RestartSec=5")
                .add("--property=StartLimitIntervalSec=0")
                // Only its main process is told: a CRIU that is killed in its work can do harm.
                .add("--property=KillMode=mixed", "--property=TimeoutStopSec=" + STOPS.toSeconds())
                .add("--property=SuccessExitStatus=143")
                .add(site.home().resolve("bin/osswap").toString(), "standby")
                .build(),
            STARTS)
        .orFail("start the checkpoints", NAME, "See 'systemctl status " + NAME + "'.");
  }

  /** On return no checkpoint is being taken, nor will be. Does no harm where it doesn't run. */
  static void stop(SysRoot root, ProcessRunner processes) {
    processes
        .run(STOPS.plus(STARTS), "sh", "-c", script(root), NAME)
        .orFail("stop the checkpoints", NAME, "See 'systemctl status " + NAME + "'.");
  }

  static Undo undo(SysRoot root) {
    return Undos.command("stop the checkpoints", "sh", "-c", script(root), NAME);
  }

  private static String script(SysRoot root) {
    return "systemctl stop \"$0\" 2>/dev/null; systemctl reset-failed \"$0\" 2>/dev/null; "
        + Checkpointer.removal(root)
        + "; rm -rf "
        + root.path(CheckpointTimes.PATH)
        + "; ! systemctl -q is-active \"$0\"";
  }
}
