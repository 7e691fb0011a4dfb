package org.osswap.controller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.osswap.base.Failure;
import org.osswap.launch.memory.DevMem;
import org.osswap.proto.JournalRecord;

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
   * Does without the armed successor, and gives its partition back to this OS.
   *
   * @return how it ended; refusals are thrown
   * @throws Failure if no successor is armed here
   */
  public Outcome disarm(boolean acceptDifferences) {
    Standing standing = Standing.read(site);
    boolean begun = standing.history().arming().isPresent() && standing.way() == Standing.Way.ROLLBACK;
    if (standing.way() != Standing.Way.ARMED && !begun) {
      throw standing.refusal("disarm");
    }
    return rollBack(acceptDifferences);
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

  /**
   * Goes on for a controller that ended before its swap did, with nobody who looks at a screen: what came of
   * it is in the journal.
   *
   * @return how it ended; empty: there was nothing left to do
   */
  public Optional<Outcome> resumeUnattended() {
    Standing.Way way = Standing.read(site).way();
    if (way == Standing.Way.NOTHING || way == Standing.Way.ARMED) {
      return Optional.empty();
    }
    notice("the controller ended before the swap did: " + AutoResume.UNIT + " resumes it");
    try {
      Outcome outcome = resume();
      outcome.failure().ifPresent(this::problem);
      notice(AutoResume.UNIT + " has ended: " + Standing.read(site).situation());
      return Optional.of(outcome);
    } catch (Failure e) {
      problem(e);
      throw e;
    }
  }

  private void notice(String text) {
    Journal.attempt(site.state().journal(), progress, journal -> journal.notice(text));
  }

  private void problem(Throwable cause) {
    if (cause instanceof Failure failure
        && !Standing.read(site).history().problems().contains(failure.toProblem())) {
      Journal.attempt(
          site.state().journal(),
          progress,
          journal ->
              journal.append(JournalRecord.newBuilder().setProblem(failure.toProblem())));
    }
  }

  private Outcome continued(String step, BiFunction<Continuation, Standing, Outcome> act) {
    Standing standing = Standing.read(site);
    if (standing.history().plan().isEmpty()) {
      throw standing.refusal(step);
    }
    site.faultPoints();
    new Leftovers(site.root()).await(progress);
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
      return ended(upgrade, e);
    }
  }

  /** How an upgrade ended that has failed. */
  static Outcome ended(Upgrade upgrade, RuntimeException failure) {
    return new Outcome(
        upgrade.isRolledBack() ? Outcome.End.ROLLED_BACK : Outcome.End.NEEDS_ATTENTION,
        Optional.of(failure));
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
