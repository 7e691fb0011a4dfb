package org.osswap.launch.guard;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;

/**
 * Keeps systemd from ending, resetting or suspending the machine: the targets that do so are masked until
 * the guard is lifted or the system is booted anew, and an inhibitor says why.
 *
 * <p>Masked, not only refused to people: the keys Ctrl-Alt-Del and the power button come from within.
 */
final class PowerTargets {
  static final String INHIBITOR = "osswap-guard.service";
  static final String WHY =
      "two systems run on this machine and both would end: see osswap status, and run osswap rollback on"
          + " the old one first";

  private static final String WHAT =
      "shutdown:sleep:handle-power-key:handle-suspend-key:handle-hibernate-key:handle-lid-switch";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final ImmutableList<String> TARGETS =
      ImmutableList.of(
          "reboot.target",
          "poweroff.target",
          "halt.target",
          "kexec.target",
          "ctrl-alt-del.target",
          "soft-reboot.target",
          "suspend.target",
          "hibernate.target",
          "hybrid-sleep.target",
          "suspend-then-hibernate.target");

  /** Units until the next boot; the masks are links to /dev/null in it. */
  private static final String UNITS = "/run/systemd/system";

  /** The masks of this guard, a line each: others are their makers' own, and stay. */
  static final String MADE = "/run/osswap/masked-targets";

  /** $0: MADE, $1: UNITS; noted before it is made. May be repeated: what is there is left as it is. */
  private static final String SET =
      "set -e; mkdir -p \"$1\" \"${0%/*}\"; cd \"$1\"; shift;"
          + " for t; do [ -e \"$t\" ] || { echo \"$t\" >>\"$0\"; ln -s /dev/null \"$t\"; }; done;"
          + " systemctl daemon-reload";

  /** Only what masks: somebody may have put a target of his own there since. */
  private static final String LIFT =
      "[ -e \"$0\" ] || exit 0; cd \"$1\" || exit 0;"
          + " while read -r t; do [ \"$(readlink \"$t\")\" != /dev/null ] || rm -f \"$t\"; done <\"$0\";"
          + " systemctl daemon-reload && rm -f \"$0\"";

  private final SysRoot root;
  private final ProcessRunner processes;

  PowerTargets(SysRoot root, ProcessRunner processes) {
    this.root = root;
    this.processes = processes;
  }

  void mask() {
    processes
        .run(argv(SET).addAll(TARGETS).build(), LIMIT)
        .orFail("guard the machine", "reboot.target", "See why systemd doesn't mask it in /run.");
  }

  Undo unmask() {
    return Undos.command("let systemd end or reset the machine again", argv(LIFT).build());
  }

  private ImmutableList.Builder<String> argv(String script) {
    return ImmutableList.<String>builder()
        .add("sh", "-c", script, root.path(MADE).toString(), root.path(UNITS).toString());
  }

  /**
   * Says why to those who ask, and keeps logind's keys from work.
   *
   * @return false where that can't be told: there is no logind
   */
  boolean inhibit() {
    try {
      return hasLogind()
          && processes
              .run(
                  LIMIT,
                  "systemd-run",
                  "--quiet",
                  "--collect",
                  "--no-block",
                  "--unit=" + INHIBITOR,
                  "--description=osswap: keeps this system from ending both",
                  // On a system that is just booting, logind comes later.
                  "--property=Restart=on-failure",
                  "--property=RestartSec=2",
                  "--property=StartLimitIntervalSec=0",
                  "systemd-inhibit",
                  "--what=" + WHAT,
                  "--mode=block",
                  "--who=osswap",
                  "--why=" + WHY,
                  "sleep",
                  "infinity")
              .ok();
    } catch (Failure noSystemdRun) {
      return false;
    }
  }

  private boolean hasLogind() {
    return processes
        .run(LIMIT, "systemctl", "show", "--property=LoadState", "--value", "systemd-logind.service")
        .out()
        .strip()
        .equals("loaded");
  }

  Undo permit() {
    return Undos.command(
        "end the inhibitor",
        "sh",
        "-c",
        "systemctl stop \"$0\" 2>/dev/null; ! systemctl is-active -q \"$0\"",
        INHIBITOR);
  }
}
