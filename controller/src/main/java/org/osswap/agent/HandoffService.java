package org.osswap.agent;

import com.google.common.collect.ImmutableList;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.osswap.apps.AppHost;
import org.osswap.apps.CheckpointHost;
import org.osswap.apps.TargetCheck;
import org.osswap.base.Failure;
import org.osswap.handoff.FileReceiver;
import org.osswap.handoff.ReceivePolicy;
import org.osswap.handoff.Room;
import org.osswap.proto.AppReply;
import org.osswap.proto.AppRequest;
import org.osswap.proto.ArmReply;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.CheckReply;
import org.osswap.proto.CheckRequest;
import org.osswap.proto.Chunk;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.HeartbeatReply;
import org.osswap.proto.HeartbeatRequest;
import org.osswap.proto.OfferReply;
import org.osswap.proto.OfferRequest;
import org.osswap.proto.PrepareReply;
import org.osswap.proto.PrepareRequest;
import org.osswap.proto.PushReply;
import org.osswap.proto.RestoreReply;
import org.osswap.proto.RestoreRequest;
import org.osswap.proto.StandDownRequest;
import org.osswap.proto.StatusReply;
import org.osswap.proto.StatusRequest;
import org.osswap.proto.TakeOverProgress;
import org.osswap.proto.TakeOverRequest;

/** The wire's service: each call is carried to the part that does it. */
final class HandoffService extends HandoffGrpc.HandoffImplBase {
  private final String swapId;
  private final Attestor attestor;
  private final Clock clock;
  private final TargetCheck check;
  private final AppHost apps;
  private final CheckpointHost checkpoints;
  private final TakeOverTask takeOver;
  private final StandbyTask standby;
  private final String criuVersion;
  private final Room room;

  HandoffService(
      String swapId,
      Attestor attestor,
      Clock clock,
      TargetCheck check,
      AppHost apps,
      CheckpointHost checkpoints,
      TakeOverTask takeOver,
      StandbyTask standby,
      String criuVersion) {
    this.swapId = swapId;
    this.attestor = attestor;
    this.clock = clock;
    this.check = check;
    this.apps = apps;
    this.checkpoints = checkpoints;
    this.takeOver = takeOver;
    this.standby = standby;
    this.criuVersion = criuVersion;
    this.room = new Room(attestor::memoryAvailable);
  }

  @Override
  public void attest(AttestRequest request, StreamObserver<Attestation> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          if (request.getEpochMillis() != 0) {
            clock.stepTo(request.getEpochMillis());
          }
          return attestor.attestChecked().setSwapId(swapId).setCriuVersion(criuVersion).build();
        });
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () ->
            CheckReply.newBuilder()
                .addAllVerdicts(request.getAppsList().stream().map(check::check).toList())
                .build());
  }

  @Override
  public void offer(OfferRequest request, StreamObserver<OfferReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          OfferReply.Builder present = OfferReply.newBuilder();
          apps.offer(request.getFilesList())
              .forEach(
                  (path, sum) -> present.addPresentBuilder().setPath(path).setSha256(sum));
          return present.build();
        });
  }

  @Override
  public StreamObserver<Chunk> push(StreamObserver<PushReply> reply) {
    return FileReceiver.receive(
        (swap, app, area) -> {
          own(swap);
          return apps.area(app, area);
        },
        room,
        ReceivePolicy.inMemory(attestor.memoryAvailable()),
        reply);
  }

  @Override
  public void prepare(PrepareRequest request, StreamObserver<PrepareReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> PrepareReply.newBuilder().setUnit(apps.prepare(request.getApp())).build());
  }

  @Override
  public void fence(AppRequest request, StreamObserver<AppReply> reply) {
    act(request, reply, "fenced", () -> apps.fence(request.getApp()));
  }

  @Override
  public void restore(RestoreRequest request, StreamObserver<RestoreReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          long start = System.nanoTime();
          ImmutableList<Integer> pids =
              apps.restore(request.getApp(), request.getImages(), request.getRootPid());
          return RestoreReply.newBuilder()
              .addAllPids(pids)
              .setMillis((System.nanoTime() - start) / 1_000_000)
              .build();
        });
  }

  @Override
  public void commit(AppRequest request, StreamObserver<AppReply> reply) {
    act(request, reply, "committed", () -> apps.commit(request.getApp()));
  }

  @Override
  public void abort(AppRequest request, StreamObserver<AppReply> reply) {
    act(request, reply, "aborted", () -> apps.abort(request.getApp()));
  }

  @Override
  public void takeOver(TakeOverRequest request, StreamObserver<TakeOverProgress> reply) {
    try {
      own(request.getSwapId());
      standby.standDown();
      takeOver.begin(request, reply);
    } catch (Failure e) {
      reply.onError(org.osswap.handoff.Problems.status(e));
    }
  }

  @Override
  public void arm(ArmRequest request, StreamObserver<ArmReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          request.getAppsList().forEach(checkpoints::requireStart);
          return standby.arm(request);
        });
  }

  @Override
  public void completeCheckpoint(
      CompleteCheckpointRequest request, StreamObserver<AppReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          checkpoints.complete(request);
          return AppReply.newBuilder().setState("checkpoint complete").build();
        });
  }

  @Override
  public void standDown(StandDownRequest request, StreamObserver<ArmReply> reply) {
    answer(request.getSwapId(), reply, standby::standDown);
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> HeartbeatReply.newBuilder().setSequence(request.getSequence()).build());
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusReply> reply) {
    answer(
        request.getSwapId(),
        reply,
        () -> StatusReply.newBuilder()
                .setIncumbent(takeOver.incumbent())
                .addAllApps(apps.states())
                .build());
  }

  private void act(
      AppRequest request, StreamObserver<AppReply> reply, String state, Runnable act) {
    answer(
        request.getSwapId(),
        reply,
        () -> {
          act.run();
          return AppReply.newBuilder().setState(state).build();
        });
  }

  private <T> void answer(String swap, StreamObserver<T> reply, Supplier<T> act) {
    own(swap);
    reply.onNext(act.get());
    reply.onCompleted();
  }

  private void own(String swap) {
    if (!swap.equals(swapId)) {
      throw new Failure(
          "answer a call",
          "swap " + swap,
          "this successor was started for swap " + swapId,
          "Run 'osswap status' on the old side.");
    }
  }
}
