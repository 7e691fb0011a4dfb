package org.osswap.controller;

import static org.osswap.handoff.Problems.call;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.io.Closeable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;
import org.osswap.handoff.AnsweringAddress;
import org.osswap.handoff.HandoffChannels;
import org.osswap.handoff.HangUp;
import org.osswap.handoff.SwapCredentials;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppVerdict;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.CheckRequest;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.HandoffGrpc.HandoffBlockingStub;
import org.osswap.proto.HandoffGrpc.HandoffStub;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.StatusRequest;
import org.osswap.proto.TakeOverProgress;
import org.osswap.proto.TakeOverRequest;

/** The controller's line to the successor's agent. */
final class HandoffClient implements Closeable {
  private final ManagedChannel channel;
  private final HangUp hangUp = new HangUp();
  private final Channel line;
  private final String swapId;
  private final AnsweringAddress answering = new AnsweringAddress();

  private HandoffClient(ManagedChannel channel, String swapId) {
    this.channel = channel;
    this.line = ClientInterceptors.intercept(channel, hangUp);
    this.swapId = swapId;
  }

  /** A client of the agent at these addresses, the best first. */
  static HandoffClient connect(
      PartitionPlan plan, List<InetAddress> addresses, int port, SwapCredentials credentials) {
    return new HandoffClient(HandoffChannels.connect(addresses, port, credentials), plan.getId());
  }

  /** The address by which the agent has answered last. */
  Optional<InetAddress> answeredFrom() {
    return answering.last();
  }

  /** Connects anew at the next call, to the best address that answers now. */
  void reconnect() {
    channel.enterIdle();
  }

  HandoffBlockingStub blocking() {
    return HandoffGrpc.newBlockingStub(line).withInterceptors(answering);
  }

  HandoffStub async() {
    return HandoffGrpc.newStub(line);
  }

  /** Waits for the agent's first answer, trying again until the limit is over. */
  Attestation attest(Duration limit) {
    return call(
        "hear from the successor",
        "swap " + swapId,
        () ->
            blocking()
                .withWaitForReady()
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .attest(
                    AttestRequest.newBuilder()
                        .setSwapId(swapId)
                        .setEpochMillis(System.currentTimeMillis())
                        .build()));
  }

  List<AppVerdict> check(List<AppDescription> apps) {
    return call(
            "check the applications on the successor",
            "swap " + swapId,
            () ->
                blocking()
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .check(
                        CheckRequest.newBuilder().setSwapId(swapId).addAllApps(apps).build()))
        .getVerdictsList();
  }

  /** Whether the successor says that an application was let run there; it may have ended since. */
  boolean runs(String app) {
    return call(
            "ask the successor for its applications",
            app,
            () ->
                blocking()
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .status(StatusRequest.newBuilder().setSwapId(swapId).build()))
        .getAppsList()
        .stream()
        .anyMatch(
            state ->
                state.getName().equals(app)
                    && (state.getState().equals("running") || state.getState().equals("ended")));
  }

  /** Hands the journal over; returns when the successor waits for this OS's end. */
  void takeOver(PartitionPlan plan, byte[] journal, Duration parkLimit) {
    call(
        "have the successor wait for the end of this OS",
        "swap " + swapId,
        () -> {
          Iterator<TakeOverProgress> steps =
              blocking()
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .takeOver(
                      TakeOverRequest.newBuilder()
                          .setSwapId(swapId)
                          .setPlan(plan)
                          .setParkTimeoutMillis((int) parkLimit.toMillis())
                          .setJournal(com.google.protobuf.ByteString.copyFrom(journal))
                          .build());
          return steps.next();
        });
  }

  /** Ends the calls under way, and refuses all others, at once: nobody waits for this successor any more. */
  void giveUp(Failure why) {
    hangUp.now(why);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
