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
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(20);

  /** freeze.sh's status when the lock isn't free within a minute. */
  private static final int LOCKED = 75;

  private Freezes() {}

  /**
   * Takes the service address of a frozen application away, since its copy is about to have it; {@link
   * #end} gives it back if the source goes on after all. May be repeated.
   *
   * @throws Failure if it is still here
   */
  static void leave(SysRoot root, ProcessRunner runner, String app) {
    Path folder = root.path(AppNames.WORK + "/" + app);
    if (Files.exists(folder.resolve("began")) && !Files.exists(folder.resolve("over"))) {
      runner
          .run(List.of("sh", folder.resolve("leave.sh").toString(), folder.toString()), LEAVE_LIMIT)
          .orFail("take a service address away", app, "See why 'ip address delete' fails here.");
    }
  }

  /**
   * Returns when an application's freeze is over or never began: by then its source is dead or runs,
   * as the decision record says, and its fence is gone. One that was killed on its way is ended. After
   * a commit it isn't over before the record says that the application is gone, or that it was revoked.
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
