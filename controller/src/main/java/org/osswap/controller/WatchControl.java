package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathReport;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchReport;
import org.osswap.watch.WatchFiles;

/** An operator's hand on the watch over paths. */
public final class WatchControl {
  private static final String STEP = "control the watch over paths";

  /** The watcher looks twice a second. */
  private static final Duration HEEDS = Duration.ofSeconds(5);

  private static final Duration SILENT = Duration.ofSeconds(15);

  private final WatchFiles files;

  public WatchControl(SysRoot root) {
    this.files = new WatchFiles(root);
  }

  /**
   * How it stands.
   *
   * @throws Failure if nothing is watched here
   */
  public WatchReport report() {
    if (files.setup().isEmpty()) {
      throw new Failure(
          STEP,
          WatchUnit.NAME,
          "no path is watched on this OS",
          "A successor has to be armed, and [watch] or a manifest has to name a path.");
    }
    return files.report().orElse(WatchReport.getDefaultInstance());
  }

  /** Nothing but alerts is done until {@link #release}; holds though the watcher is silent. */
  public void hold() {
    report();
    files.put(WatchFiles.HOLD, "");
  }

  /** What is due by now is done at once. */
  public void release() {
    report();
    files.take(WatchFiles.HOLD);
  }

  /** Forgets the losses of now until the paths have come back. */
  public void cancel() {
    refuseWithoutLoss();
    tell(WatchFiles.CANCEL, "");
  }

  /**
   * Does now what would be done later.
   *
   * @param policy empty: the strongest of those that are lost
   */
  public void force(Optional<LossPolicy> policy) {
    refuseWithoutLoss();
    tell(WatchFiles.FORCE, policy.map(AppPaths::nameOf).orElse(""));
  }

  private void refuseWithoutLoss() {
    ImmutableList<PathReport> lost =
        report().getPathsList().stream()
            .filter(
                path -> path.getState() == PathState.APD || path.getState() == PathState.PDL)
            .collect(ImmutableList.toImmutableList());
    if (lost.isEmpty()) {
      throw new Failure(
          STEP, "all paths", "none of them is lost", "Wait for one; 'osswap watch' shows them.");
    }
  }

  private void tell(String control, String text) {
    files.put(control, text);
    if (!Poll.until(() -> !files.waits(control), HEEDS)) {
      files.take(control);
      throw new Failure(
          STEP,
          WatchUnit.NAME,
          "it hasn't heeded that within " + HEEDS.toSeconds() + " s",
          "See 'systemctl status " + WatchUnit.NAME + "'.");
    }
  }

  /** Whether the watcher has said nothing for long. */
  public static boolean silent(WatchReport report, long epochMillis) {
    return epochMillis - report.getEpochMillis() > SILENT.toMillis();
  }
}
