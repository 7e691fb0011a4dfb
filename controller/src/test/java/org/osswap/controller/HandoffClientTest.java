package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.handoff.HandoffChannels;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.proto.AppReply;
import org.osswap.proto.AppRequest;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.RestoreReply;
import org.osswap.proto.RestoreRequest;

/** A successor that answers, and then hangs: it takes requests, and answers none. */
@Timeout(15)
final class HandoffClientTest {
  private static final PartitionPlan PLAN =
      PartitionPlan.newBuilder().setId("swap-1").build();
  private final Failure silent =
      new Failure("hear from the successor", "its heart", "it is silent", "See its console.");

  @TempDir Path dir;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Long> clocks = new CopyOnWriteArrayList<>();
  private final List<Long> answered = new CopyOnWriteArrayList<>();
  private Server server;
  private HandoffClient client;
  private GrpcSuccessor successor;

  @BeforeEach
  void connect() {
    SwapCredentials.create(dir);
    server =
        HandoffChannels.serve(
            InetAddress.getLoopbackAddress(),
            0,
            SwapCredentials.load(dir, Side.SUCCESSOR),
            new HandoffGrpc.HandoffImplBase() {
              @Override
              public void attest(AttestRequest request, StreamObserver<Attestation> reply) {
                clocks.add(request.getEpochMillis());
                answered.add(System.currentTimeMillis());
                reply.onNext(Attestation.getDefaultInstance());
                reply.onCompleted();
              }

              @Override
              public void restore(
                  RestoreRequest request,
                  StreamObserver<RestoreReply> reply) {
                asked.countDown();
              }

              @Override
              public void abort(AppRequest request, StreamObserver<AppReply> reply) {}
            });
    client =
        HandoffClient.connect(
            PLAN,
            List.of(InetAddress.getLoopbackAddress()),
            server.getPort(),
            SwapCredentials.load(dir, Side.INCUMBENT));
    successor = new GrpcSuccessor(client, "swap-1", new Told());
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    client.close();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void theSuccessorsClockIsSetOnlyOnceItAnswersAndNotToWhenTheWaitForItBegan() {
    client.attest(Duration.ofSeconds(10));

    assertThat(clocks).hasSize(2);
    assertThat(clocks.get(0)).isZero();
    assertThat(clocks.get(1)).isGreaterThanOrEqualTo(answered.get(0));
  }

  @Test
  void aCallUnderWayEndsAtOnceWhenTheSuccessorIsGivenUpAndSaysWhy() throws Exception {
    CompletableFuture<?> restore =
        CompletableFuture.runAsync(() -> successor.restore("redis", "images/2", 7));
    asked.await();

    client.giveUp(silent);

    assertGivenUp(
        (Failure) catchThrowableOfType(ExecutionException.class, restore::get).getCause(),
        "restore an application on the successor");
  }

  @Test
  void theWayBackWaitsForNoSuccessorThatWasGivenUp() {
    client.giveUp(silent);

    assertGivenUp(
        catchThrowableOfType(Failure.class, () -> successor.abort("redis")),
        "remove an application's copy from the successor");
  }

  private void assertGivenUp(Failure failure, String step) {
    assertThat(failure.step()).isEqualTo(step);
    assertThat(failure.object()).isEqualTo("redis");
    assertThat(failure.reason()).isEqualTo(silent.reason());
    assertThat(failure.remedy()).isEqualTo(silent.remedy());
  }
}
