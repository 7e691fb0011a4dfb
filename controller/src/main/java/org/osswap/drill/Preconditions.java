package org.osswap.drill;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.osswap.base.Failure;
import org.osswap.drill.Drill.Need;
import org.osswap.proto.CheckpointReport;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

/** Looks whether a drill can begin; nothing is touched. */
final class Preconditions {
  private static final String STEP = "begin the drill";
  private static final long SILENT_MILLIS = 5000;
  private static final String QEMU = "qemu";

  private final Lab lab;
  private final Drill drill;

  Preconditions(Lab lab, Drill drill) {
    this.lab = lab;
    this.drill = drill;
  }

  /**
   * Looks.
   *
   * @param acceptNoUndo the operator knows that nothing undoes it on a machine that is no emulated one
   * @throws Failure that says what is missing, and how it is got
   */
  Ready look(boolean acceptNoUndo, long now) {
    String kind = lab.kind();
    if (!kind.equals(QEMU) && !drill.hasUndo() && !acceptNoUndo) {
      throw refused(
          lab.machine(),
          "it is a real machine, and this has no undo: " + drill.noUndo(),
          "Have somebody at its BMC, and add --accept-no-undo.");
    }
    SwapReport status =
        lab.status(Side.INCUMBENT)
            .orElseThrow(
                () ->
                    refused(
                        lab.machine(),
                        "'osswap status --json' on the incumbent gave no answer",
                        "Boot the machine, install osswap, and see that the lab command's exec reaches it."));
    check(status);
    ImmutableSet<String> apps = lab.applications(Side.INCUMBENT);
    if (apps.isEmpty()) {
      throw refused(
          "applications", "the incumbent has no manifest in /etc/osswap/apps", "Write one: see docs/manifests.md.");
    }
    for (String app : apps) {
      if (lab.client(app, Side.INCUMBENT, now).isEmpty()) {
        throw refused(
            "client of " + app,
            "its report can't be had",
            "Start it with the lab command: --machine " + lab.machine() + " client " + app + " start.");
      }
    }
    ImmutableMap.Builder<Side, ClockOffset> clocks = ImmutableMap.builder();
    for (Side side : Side.values()) {
      if (side == Side.INCUMBENT || status.hasArmed()) {
        lab.clock(side).ifPresent(clock -> clocks.put(side, clock));
      }
    }
    return new Ready(kind, status, apps, clocks.buildOrThrow());
  }

  private void check(SwapReport status) {
    if (status.getAtWork()) {
      throw refused(
          "swap " + status.getSwapId(), "an osswap is at work on it", "Wait until it has ended: osswap status --watch.");
    }
    boolean over =
        status.getSwapId().isEmpty()
            || status.getPhase() == Phase.DONE
            || status.getPhase() == Phase.ROLLED_BACK;
    if (!over && !status.hasArmed()) {
      throw refused(
          "swap " + status.getSwapId(),
          "the machine is in this swap: " + status.getSituation(),
          status.getNext().isEmpty() ? "See 'osswap status'." : "Run '" + status.getNext() + "' there first.");
    }
    if (drill.needs().contains(Need.ARMED)) {
      checkArmed(status);
    }
    if (drill.needs().contains(Need.HANG_LIMIT) && status.getArmed().getHangLimitMillis() == 0) {
      throw refused(
          "armed successor", "it doesn't act upon a silent heart", "Disarm, and arm without --panic-only.");
    }
    if (drill.needs().contains(Need.WATCH)
        && !lab.exec(Side.INCUMBENT, "systemctl is-active --quiet osswap-watch.service").ok()) {
      throw refused(
          "osswap-watch.service",
          "it doesn't run on the incumbent, so nobody notices lost paths",
          "Write [watch] into /etc/osswap/osswap.toml there, disarm, and arm again.");
    }
  }

  private static void checkArmed(SwapReport status) {
    if (!status.hasArmed()) {
      throw refused(
          "armed successor",
          "none is armed",
          "Run 'osswap arm --target-image IMAGE' on the incumbent first.");
    }
    long age = status.getArmed().getHeartbeatAgeMillis();
    if (age < 0 || age > SILENT_MILLIS) {
      throw refused(
          "armed successor", "its heart is silent", "Run 'osswap disarm' on the incumbent, and arm again.");
    }
    status.getArmed().getCheckpointsList().stream()
        .filter(checkpoint -> checkpoint.getEpochMillis() == 0)
        .map(CheckpointReport::getApp)
        .findFirst()
        .ifPresent(
            app -> {
              throw refused(
                  "checkpoint of " + app,
                  "there is none yet",
                  "Wait until 'osswap status' shows one; journalctl -u osswap-standby says what keeps it.");
            });
  }

  private static Failure refused(String object, String cause, String remedy) {
    return new Failure(STEP, object, cause, remedy);
  }
}
