package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osswap.apps.Decision;
import org.osswap.base.Failure;
import org.osswap.partition.belongings.Belongings;
import org.osswap.partition.belongings.Difference;
import org.osswap.proto.Arming;
import org.osswap.proto.Attestation;
import org.osswap.proto.Belonging;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Undo;

/** Steps that are only remembered; one of them may fail. */
final class FakeSteps implements SwapSteps {
  private static final org.osswap.proto.Belongings NOTHING =
      org.osswap.proto.Belongings.getDefaultInstance();

  final List<String> done = new ArrayList<>();
  String failing = "";
  boolean reclaimFails;
  boolean different;
  boolean silent;
  boolean committed;
  boolean revoked;

  /** Whether copies have run, by the gate; then which of them, for a successor that is dead. */
  boolean claimed;

  List<String> ran;

  private void act(String step) {
    if (step.equals(failing)) {
      Failure failure = new Failure(step, "machine", "it failed", "Mend it.");
      if (silent) {
        failure.addSuppressed(new Failure("abort", "successor", "no answer", "Reclaim it."));
      }
      throw failure;
    }
    done.add(step);
  }

  @Override
  public Belongings belongings(PartitionPlan plan) {
    return Belongings.of(
        org.osswap.proto.Belongings.newBuilder()
            .addBelonging(
                Belonging.newBuilder().setKind("cpu").setName("2").setState("online"))
            .build());
  }

  @Override
  public ImmutableList<Difference> differences(Belongings before) {
    return different ? before.differences(Belongings.of(NOTHING)) : ImmutableList.of();
  }

  @Override
  public void quiesce(PartitionPlan plan, Consumer<Undo> undoLog) {
    undoLog.accept(Undo.newBuilder().setWhat("online cpu2").build());
    act("quiesce");
  }

  @Override
  public void launch(PartitionPlan plan) {
    act("launch");
  }

  @Override
  public Attestation attest(PartitionPlan plan) {
    act("attest");
    return Attestation.getDefaultInstance();
  }

  @Override
  public void check(PartitionPlan plan) {
    act("check");
  }

  @Override
  public void arm(PartitionPlan plan, Arming arming, Consumer<Undo> undoLog) {
    undoLog.accept(Undo.newBuilder().setWhat("stop the heart").build());
    act("arm");
  }

  @Override
  public void endStandby() {
    act("end standby");
  }

  @Override
  public void standDown(PartitionPlan plan) {
    act("stand down");
  }

  @Override
  public void migrate(PartitionPlan plan) {
    committed = failing.equals("commit");
    act("migrate");
    if (failing.equals("commit")) {
      act("commit");
    }
    committed = true;
    claimed = true;
  }

  @Override
  public Optional<Decision.Outcome> decision() {
    return Optional.of(revoked ? Decision.Outcome.REVOKED : Decision.Outcome.COMMIT)
        .filter(decided -> committed);
  }

  @Override
  public boolean withdraw(PartitionPlan plan) {
    if (!claimed) {
      done.add("withdraw");
      revoked = true;
    }
    return !claimed;
  }

  @Override
  public List<String> abandon(PartitionPlan plan) {
    if (ran == null) {
      throw Rollback.committed(plan);
    }
    done.add("abandon");
    revoked = true;
    return ran;
  }

  @Override
  public void complete(PartitionPlan plan) {
    act("complete");
  }

  @Override
  public void retire(PartitionPlan plan) {
    act("retire");
  }

  @Override
  public void reclaim(PartitionPlan plan, List<Undo> undo) {
    if (reclaimFails || failing.equals("reclaim")) {
      throw new Failure("reclaim", "cpu2", "EIO", "Power cycle.");
    }
    done.add("reclaim " + undo.stream().map(Undo::getWhat).toList());
  }
}
