package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osswap.apps.Decision;
import org.osswap.partition.belongings.Belongings;
import org.osswap.partition.belongings.Difference;
import org.osswap.proto.Arming;
import org.osswap.proto.Attestation;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Undo;

/**
 * What the state machine has done to the machine, step by step. Each throws a {@link
 * org.osswap.base.Failure} when it can't be done; none returns before its effect was verified.
 */
interface SwapSteps {

  /** What the swap can touch, as it is now. */
  Belongings belongings(PartitionPlan plan);

  /** What of it isn't as it was; empty as soon as nothing is, else after some time. */
  ImmutableList<Difference> differences(Belongings before);

  /** Frees the partition's CPUs, memory and devices. Each inverse is logged before its step acts. */
  void quiesce(PartitionPlan plan, Consumer<Undo> undoLog);

  /** Makes credentials, writes the successor into the partition, verifies it, and starts it. */
  void launch(PartitionPlan plan);

  /** Waits until the successor's agent has answered. */
  Attestation attest(PartitionPlan plan);

  /** Asks the successor about every application, and has the end of this OS ready. */
  void check(PartitionPlan plan);

  /**
   * Has the attested successor stay and watch, until this OS ends or it is told to stand down. On
   * return this process is not needed for that any more.
   *
   * @param undoLog gets each inverse before its act
   */
  void arm(PartitionPlan plan, Arming arming, Consumer<Undo> undoLog);

  /**
   * Ends what this OS does for an armed successor but the heart: on return no checkpoint is being taken, and
   * nobody asks for a takeover.
   */
  void endStandby();

  /** Has an armed successor, which was attested again, watch no more: this OS is about to end itself. */
  void standDown(PartitionPlan plan);

  /**
   * Moves all applications, or none. On return they run on the successor; on a failure without a
   * {@code COMMIT} they run here.
   */
  void migrate(PartitionPlan plan);

  /** On which side the applications are by the record; empty: nothing was decided yet. */
  Optional<Decision.Outcome> decision();

  /**
   * Takes the decision back that the applications move, if no copy has run; from then on none will.
   *
   * @return false if copies may have run: nothing was touched then
   */
  boolean withdraw(PartitionPlan plan);

  /**
   * Takes the decision back although copies have run, since the successor's OS is dead: it is stopped
   * for good, and of the applications those stay here whose copies have not run.
   *
   * @return the others: they have ended with the successor
   * @throws org.osswap.base.Failure if the successor shows a sign of life, or can't be stopped
   */
  List<String> abandon(PartitionPlan plan);

  /**
   * Completes the moves that a dead controller has decided on. The successor was attested. May be
   * repeated.
   */
  void complete(PartitionPlan plan);

  /** Ends this OS. Returns only by a failure. */
  void retire(PartitionPlan plan);

  /** Stops the successor and undoes what was logged, last first. */
  void reclaim(PartitionPlan plan, List<Undo> undo);
}
