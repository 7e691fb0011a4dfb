package org.osswap.apps;

import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/**
 * The last steps of a move that was decided, for one application: its address goes from here, its copy
 * runs, and only then its source is killed. Should the copy's OS die before it ran, there is a source
 * to go on.
 */
public final class Handover {
  private final SysRoot root;
  private final ProcessRunner runner;
  private final Decision decision;
  private final Successor successor;
  private final Consumer<String> told;

  /**
   * Prepares it.
   *
   * @param told hears of a copy that runs, but isn't healthy
   */
  public Handover(
      SysRoot root,
      ProcessRunner runner,
      Decision decision,
      Successor successor,
      Consumer<String> told) {
    this.root = root;
    this.runner = runner;
    this.decision = decision;
    this.successor = successor;
    this.told = told;
  }

  /**
   * Does them; may be repeated.
   *
   * @throws Failure if the copy isn't known to run: its source stays frozen then
   */
  public void run(String app) {
    commit(app);
    end(app);
  }

  /** Lets the copy run. On return it does, and its source will never again. */
  void commit(String app) {
    FaultPoint.LEAVE_ADDRESS.around(app, () -> Freezes.leave(root, runner, app));
    try {
      FaultPoint.COMMIT_COPY.around(app, () -> successor.commit(app));
    } catch (Failure e) {
      if (!runsThere(app, e)) {
        throw e;
      }
      // It is its owner's business now that it is healthy.
      told.accept(app + ": runs on the successor, but: " + e.getMessage());
    }
    FaultPoint.RECORD_GONE.around(app, () -> decision.gone(app));
  }

  /** Kills the source. */
  void end(String app) {
    Freezes.end(root, runner, app);
  }

  private boolean runsThere(String app, Failure reason) {
    try {
      return successor.runs(app);
    } catch (Failure e) {
      reason.addSuppressed(e);
      return false;
    }
  }
}
