package org.osswap.controller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.launch.memory.DevMem;
import org.osswap.proto.PartitionPlan;

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
   * @return how it ended; refusals are thrown
   * @throws Failure if there is nothing to roll back, or the applications run on the successor
   */
  public Outcome rollBack() {
    try (Journal journal = Journal.open(site.state().journal())) {
      SwapHistory history = new SwapHistory(journal.records());
      refuseEnded(history, "roll back");
      Rollback rollback = new Rollback(steps(journal), journal);
      rollback.refuseCommitted(plan(history));
      progress.phase("reclaim");
      return undone(rollback, plan(history));
    }
  }

  private static Outcome undone(Rollback rollback, PartitionPlan plan) {
    try {
      rollback.run(plan);
      return new Outcome(Outcome.End.ROLLED_BACK, Optional.empty());
    } catch (Failure e) {
      return new Outcome(Outcome.End.NEEDS_ATTENTION, Optional.of(e));
    }
  }

  /**
   * Goes on after the decision that the applications move: lets run what does not run yet, and
   * retires this OS. Returns only by a failure.
   *
   * @return what went wrong
   * @throws Failure if the swap had not come that far
   */
  public Outcome resume() {
    try (Journal journal = Journal.open(site.state().journal())) {
      SwapHistory history = new SwapHistory(journal.records());
      refuseEnded(history, "resume");
      LiveSteps steps = steps(journal);
      if (!steps.committed() && history.retiring()) {
        throw new Failure(
            "resume",
            site.state().journal().toString(),
            "this OS is the successor: it takes the machine over by itself, as soon as the old OS"
                + " has proved its end",
            "See 'osswap status' and 'journalctl -u osswap-agent'.");
      }
      if (!steps.committed()) {
        throw new Failure(
            "resume",
            site.state().journal().toString(),
            "the applications have not moved yet",
            "Run 'osswap rollback', then upgrade again.");
      }
      progress.phase("resume");
      PartitionPlan plan = plan(history);
      Upgrade upgrade = new Upgrade(steps, journal, progress);
      return outcome(
          upgrade,
          () -> {
            steps.attest(plan);
            steps.complete(plan);
            upgrade.resume(plan);
          });
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

  private static PartitionPlan plan(SwapHistory history) {
    return history.plan().orElseThrow();
  }

  private void refuseEnded(SwapHistory history, String step) {
    if (history.report(false).getNext().isEmpty()) {
      throw new Failure(
          step,
          site.state().journal().toString(),
          "no swap is unfinished here",
          "There is nothing to do; see 'osswap status'.");
    }
  }
}
