package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.osswap.apps.Decision;
import org.osswap.apps.Gate;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.Poll;
import org.osswap.proto.PartitionPlan;

/** How the decision that the applications move is taken back. May be repeated after a failure. */
final class Withdrawal {
  /** An agent that was killed is started again in far less; it beats five times a second. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final PartitionPlan plan;
  private final Gate gate;
  private final Decision decision;
  private final LongSupplier beats;
  private final Runnable stop;
  private final Progress progress;
  private final Duration silence;

  /**
   * Prepares it.
   *
   * @param beats the successor's heartbeats until now, by the grant page
   * @param stop stops the successor for good, or throws a {@link Failure}
   */
  Withdrawal(
      PartitionPlan plan,
      Gate gate,
      Decision decision,
      LongSupplier beats,
      Runnable stop,
      Progress progress) {
    this(plan, gate, decision, beats, stop, progress, SILENCE);
  }

  Withdrawal(
      PartitionPlan plan,
      Gate gate,
      Decision decision,
      LongSupplier beats,
      Runnable stop,
      Progress progress,
      Duration silence) {
    this.plan = plan;
    this.gate = gate;
    this.decision = decision;
    this.beats = beats;
    this.stop = stop;
    this.progress = progress;
    this.silence = silence;
  }

  /** See {@link SwapSteps#withdraw}. The gate first: behind it no late commit gets through. */
  boolean withdraw() {
    boolean withdrawn = FaultPoint.WITHDRAW.around(gate::withdraw);
    if (!withdrawn) {
      return false;
    }
    FaultPoint.REVOKE.around(decision::revoke);
    progress.detail("no application has run on the successor: all of them stay here");
    return true;
  }

  /** See {@link SwapSteps#abandon}. */
  List<String> abandon(List<String> apps) {
    if (beats()) {
      throw Rollback.committed(plan);
    }
    progress.detail("the successor is silent: it is stopped now");
    stop.run();
    // From here on nobody marks any more.
    ImmutableList<String> lost = apps.stream().filter(gate::ran).collect(ImmutableList.toImmutableList());
    lost.forEach(decision::gone);
    FaultPoint.REVOKE.around(decision::revoke);
    return lost;
  }

  private boolean beats() {
    progress.detail("listening for the successor, for " + silence.toSeconds() + " s");
    long before = beats.getAsLong();
    if (Poll.until(() -> beats.getAsLong() != before, silence)) {
      return true;
    }
    if (Thread.currentThread().isInterrupted()) {
      // It has not listened to the end: that is no silence.
      throw new Failure("listen for the successor", "the grant page", "interrupted", "Try again.");
    }
    return false;
  }
}
