package org.osswap.controller;

import static org.osswap.handoff.Problems.call;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.osswap.proto.ArmReply;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.ArmedApp;
import org.osswap.proto.Arming;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.CheckRequest;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.HandoffGrpc.HandoffBlockingStub;
import org.osswap.proto.HandoffGrpc.HandoffStub;
import org.osswap.proto.KernelNote;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.StandDownRequest;
import org.osswap.proto.StatusRequest;
import org.osswap.proto.TakeOverProgress;
import org.osswap.proto.TakeOverRequest;

/** The controller's line to the successor's agent. */
final class HandoffClient implements Closeable {
  private static final Duration SECOND_ANSWER = Duration.ofSeconds(60);

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

  /** Ends the connection, and connects anew at the next call, to the best address that answers then. */
  void reconnect() {
    channel.enterIdle();
  }

  HandoffBlockingStub blocking() {
    return HandoffGrpc.newBlockingStub(line).withInterceptors(answering);
  }

  HandoffStub async() {
    return HandoffGrpc.newStub(line);
  }

  /**
   * Waits for the agent's first answer, trying again until the limit is over; then sets its clock. Not in one: a
   * request that waits for the agent to start would carry the time at which the wait began.
   */
  Attestation attest(Duration limit) {
    attest(AttestRequest.newBuilder().setSwapId(swapId), limit);
    return attest(
        AttestRequest.newBuilder().setSwapId(swapId).setEpochMillis(System.currentTimeMillis()),
        SECOND_ANSWER);
  }

  private Attestation attest(AttestRequest.Builder request, Duration limit) {
    return call(
        "hear from the successor",
        "swap " + swapId,
        () ->
            blocking()
                .withWaitForReady()
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .attest(request.build()));
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
                          .setJournal(ByteString.copyFrom(journal))
                          .build());
          return steps.next();
        });
  }

  /** Ends the calls under way, and refuses all others, at once: nobody waits for this successor any more. */
  void giveUp(Failure why) {
    hangUp.now(why);
  }

  /**
   * Has the successor stay, and watch this OS.
   *
   * @param journal a file; what it says now is continued there
   * @param note where this kernel describes its own data
   */
  ArmReply arm(
      PartitionPlan plan,
      Arming arming,
      Path journal,
      Optional<KernelNote> note,
      List<ArmedApp> apps) {
    ArmRequest.Builder request =
        ArmRequest.newBuilder()
            .setSwapId(swapId)
            .setPlan(plan)
            .setHangLimitMillis(arming.getHangLimitMillis())
            .addAllApps(apps);
    note.ifPresent(request::setNote);
    try {
      request.setJournal(ByteString.copyFrom(Files.readAllBytes(journal)));
    } catch (IOException e) {
      throw new Failure("read the journal", journal.toString(), e.toString(), "Try again.", e);
    }
    return call(
        "have the successor stay armed",
        "swap " + swapId,
        () -> blocking().withDeadlineAfter(60, TimeUnit.SECONDS).arm(request.build()));
  }

  /** Has a checkpoint count that was pushed. */
  void complete(CompleteCheckpointRequest request) {
    var unused =
        call(
            "complete a checkpoint on the successor",
            request.getApp().getName(),
            () ->
                blocking()
                    .withDeadlineAfter(120, TimeUnit.SECONDS)
                    .completeCheckpoint(request.toBuilder().setSwapId(swapId).build()));
  }

  /**
   * Has an armed successor watch no more.
   *
   * @throws Failure if it doesn't answer, or has decided to take this machine over
   */
  void standDown() {
    ArmReply reply =
        call(
            "have the armed successor stand down",
            "swap " + swapId,
            () ->
                blocking()
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .standDown(StandDownRequest.newBuilder().setSwapId(swapId).build()));
    if (!reply.getState().equals("stood down")) {
      throw new Failure(
          "have the armed successor stand down",
          "swap " + swapId,
          "it says that it is \"" + reply.getState() + "\"",
          "Use the same osswap on both sides.");
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
