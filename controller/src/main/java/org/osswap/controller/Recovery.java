package org.osswap.controller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.osswap.base.Failure;
import org.osswap.launch.memory.DevMem;

/** Ends or continues a swap whose controller is gone. The caller holds the lock. */
public final class Recovery {
  private final Site site;
  private final Progress progress;

  public Recovery(Site site, Progress progress) {
    this.site = site;
    this.progress = progress;
  }

  /**
   * Gives the partition back to this OS.
   *
   * @param acceptDifferences ends it although something isn't as it was before the swap
   * @return how it ended; refusals are thrown
   * @throws Failure if there is nothing to roll back, or the applications belong to the successor
   */
  public Outcome rollBack(boolean acceptDifferences) {
    return continued(
        "roll back",
        (continuation, standing) -> continuation.rollBack(standing, acceptDifferences));
  }

  /**
   * Goes on after the decision that the applications move: lets run what does not run yet, and
   * retires this OS. Before that decision it rolls back.
   *
   * @return how it ended; going on returns only by a failure
   * @throws Failure if there is nothing to be done here
   */
  public Outcome resume() {
    return continued("resume", Continuation::resume);
  }

  private Outcome continued(String step, BiFunction<Continuation, Standing, Outcome> act) {
    Standing standing = Standing.read(site);
    if (standing.history().plan().isEmpty()) {
      throw standing.refusal(step);
    }
    site.faultPoints();
    try (Journal journal = Journal.open(site.state().journal())) {
      return act.apply(new Continuation(steps(journal), journal, progress), standing);
    }
  }

  /** Runs an upgrade and says what is left behind when it comes back. */
  static Outcome outcome(Upgrade upgrade, Runnable act) {
    try {
      act.run();
      return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.empty());
    } catch (RuntimeException e) {
      return new Outcome(
          upgrade.isRolledBack() ? Outcome.End.ROLLED_BACK : Outcome.End.NEEDS_ATTENTION,
          Optional.of(e));
    }
  }

  private LiveSteps steps(Journal journal) {
    OsswapConfig config = OsswapConfig.read(site.root());
    return new LiveSteps(
        site,
        config,
        Duration.ofSeconds(config.handoff().attestSeconds()),
        DevMem.open(),
        journal,
        progress,
        List.of(),
        null);
  }
}
