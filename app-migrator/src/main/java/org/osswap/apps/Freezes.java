package org.osswap.apps;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/**
 * The freezes on the incumbent, which outlive the controller that began them: whoever continues its
 * swap brings them to their end first.
 */
public final class Freezes {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** freeze.sh's status when the lock isn't free within a minute. */
  private static final int LOCKED = 75;

  private Freezes() {}

  /**
   * Returns when an application's freeze is over or never began: by then its source is dead or runs,
   * as the decision record says, and its fence is gone. One that was killed on its way is ended.
   *
   * @throws Failure if it isn't over within a minute
   */
  public static void end(SysRoot root, ProcessRunner runner, String app) {
    end(root.path(AppNames.WORK + "/" + app), runner, app);
  }

  static void end(Path folder, ProcessRunner runner, String app) {
    if (!Files.exists(folder.resolve("lock")) || Files.exists(folder.resolve("over"))) {
      return;
    }
    FaultPoint.END_FREEZE.before(app);
    ProcessRunner.Outcome outcome =
        runner.run(
            List.of("sh", folder.resolve("freeze.sh").toString(), folder.toString()), LIMIT);
    if (outcome.status() == LOCKED || !Files.exists(folder.resolve("over"))) {
      throw new Failure(
          "end a freeze", app, outcome.err().strip() + ", status " + outcome.status(),
          "See which process holds " + folder.resolve("lock") + " (fuser), and why; then run it again.");
    }
    FaultPoint.END_FREEZE.after(app);
  }
}
