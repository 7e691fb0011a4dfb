package org.osswap.apps;

import java.time.Duration;
import java.util.List;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.Undo;

/**
 * Keeps systemd from starting an application again on the incumbent when it has moved: what its unit
 * says under Restart= would take the killed source for a crash.
 */
final class RestartGuard {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String SET =
      "set -e; mkdir -p /run/systemd/system/\"$0\".d;"
          + " printf '[Service]\\nRestart=no\\n' >/run/systemd/system/\"$0\".d/90-osswap.conf;"
          + " systemctl daemon-reload";
  private static final String LIFT =
      "rm -f /run/systemd/system/\"$0\".d/90-osswap.conf;"
          + " rmdir /run/systemd/system/\"$0\".d 2>/dev/null; systemctl daemon-reload";

  private RestartGuard() {}

  static void set(ProcessRunner runner, String unit) {
    runner
        .run(List.of("sh", "-c", SET, unit), LIMIT)
        .orFail("keep systemd from restarting", unit, "See why systemd doesn't take a drop-in.");
  }

  static void lift(ProcessRunner runner, String unit) {
    runner
        .run(List.of("sh", "-c", LIFT, unit), LIMIT)
        .orFail("let systemd restart again", unit, "Remove its drop-in 90-osswap.conf by hand.");
  }

  static Undo undo(String unit) {
    return Undo.newBuilder()
        .setWhat("let systemd restart " + unit + " again")
        .setCommand(
            Undo.Command.newBuilder().addArgv("sh").addArgv("-c").addArgv(LIFT).addArgv(unit))
        .build();
  }
}
