package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Consumer;
import org.osswap.partition.belongings.Belongings;
import org.osswap.partition.belongings.Difference;
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
   * Moves all applications, or none. On return they run on the successor; on a failure whose {@code
   * committed} is false they run here.
   */
  void migrate(PartitionPlan plan);

  /** True when the decision to move the applications has been recorded. */
  boolean committed();

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
