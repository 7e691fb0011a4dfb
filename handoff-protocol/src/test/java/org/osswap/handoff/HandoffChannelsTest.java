package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.StatusRequest;

final class HandoffChannelsTest {
  private static final AttestRequest ATTEST = AttestRequest.newBuilder().setSwapId("s1").build();

  @TempDir static Path dir;
  private static SwapCredentials incumbent;
  private static SwapCredentials successor;
  private static SwapCredentials foreign;

  @BeforeAll
  static void makeCredentials() {
    SwapCredentials.create(dir.resolve("this"));
    SwapCredentials.create(dir.resolve("other"));
    incumbent = SwapCredentials.load(dir.resolve("this"), Side.INCUMBENT);
    successor = SwapCredentials.load(dir.resolve("this"), Side.SUCCESSOR);
    foreign = SwapCredentials.load(dir.resolve("other"), Side.INCUMBENT);
  }

  private static Loopback.Service service() {
    return new Loopback.Service(dir, new ReceivePolicy(1, 1, false, false));
  }

  @Test
  void theTwoSidesOfASwapTalk() throws Exception {
    try (Loopback loopback = new Loopback(successor, incumbent, service())) {
      assertThat(loopback.blocking().attest(ATTEST).getSwapId()).isEqualTo("s1");
    }
  }

  @Test
  void aClientOfAnotherSwapIsRefusedEvenIfItTrustsTheServer() throws Exception {
    SwapCredentials impostor =
        new SwapCredentials(foreign.key(), foreign.own(), successor.own());
    try (Loopback loopback = new Loopback(successor, impostor, service())) {
      assertRefused(loopback.blocking());
    }
  }

  @Test
  void aServerOfAnotherSwapIsRefusedByTheClient() throws Exception {
    SwapCredentials impostor =
        new SwapCredentials(foreign.key(), foreign.own(), incumbent.own());
    try (Loopback loopback = new Loopback(impostor, incumbent, service())) {
      assertRefused(loopback.blocking());
    }
  }

  @Test
  void aClientWithoutCertificateIsRefused() throws Exception {
    try (Loopback loopback = new Loopback(successor, incumbent, service())) {
      ManagedChannel anonymous =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port()))
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forClient())
                      .trustManager(new PinnedPeer(successor.own()))
                      .build())
              .overrideAuthority("osswap")
              .build();
      assertRefused(HandoffGrpc.newBlockingStub(anonymous));
      anonymous.shutdownNow();
    }
  }

  @Test
  void aClientWithoutTlsIsRefused() throws Exception {
    try (Loopback loopback = new Loopback(successor, incumbent, service())) {
      ManagedChannel plain =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port()))
              .usePlaintext()
              .build();
      assertRefused(HandoffGrpc.newBlockingStub(plain));
      plain.shutdownNow();
    }
  }

  private static void assertRefused(HandoffGrpc.HandoffBlockingStub stub) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> stub.withDeadlineAfter(20, TimeUnit.SECONDS).attest(ATTEST))
        .satisfies(
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void aFailureOfTheServiceReachesTheCallerWhole() throws Exception {
    try (Loopback loopback = new Loopback(successor, incumbent, service())) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(
              () ->
                  Problems.call(
                      "ask",
                      "the successor",
                      () -> loopback.blocking().status(StatusRequest.getDefaultInstance())))
          .satisfies(
              failure -> {
                assertThat(failure.object()).isEqualTo("redis");
                assertThat(failure.remedy()).isEqualTo("Name one that is there.");
              });
    }
  }

  @Test
  void aCallThatNamesNoDeadlineGetsOne() throws Exception {
    HandoffGrpc.HandoffImplBase silent =
        new HandoffGrpc.HandoffImplBase() {
          @Override
          public void attest(AttestRequest request, StreamObserver<Attestation> reply) {
            // The answer is how much time the caller left.
            reply.onNext(
                Attestation.newBuilder()
                    .setEpochMillis(
                        io.grpc.Context.current()
                            .getDeadline()
                            .timeRemaining(TimeUnit.MILLISECONDS))
                    .build());
            reply.onCompleted();
          }
        };
    try (Loopback loopback = new Loopback(successor, incumbent, silent)) {
      assertThat(loopback.blocking().attest(ATTEST).getEpochMillis())
          .isBetween(1L, HandoffChannels.DEFAULT_DEADLINE.toMillis());
    }
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws Exception {
    try (Loopback loopback = new Loopback(successor, incumbent, service())) {
      assertThatThrownBy(
              () ->
                  HandoffChannels.serve(
                      InetAddress.getLoopbackAddress(), loopback.port(), successor, service()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("port " + loopback.port());
    }
  }

  @Test
  void aPeerWithTwoAddressesIsReachedByTheFirstThatAnswers() throws Exception {
    InetAddress first = InetAddress.getByName("127.0.0.2");
    InetAddress second = InetAddress.getByName("127.0.0.3");
    AnsweringAddress answering = new AnsweringAddress();
    Server server = HandoffChannels.serve(second, 0, successor, service());
    int port = server.getPort();
    ManagedChannel channel =
        HandoffChannels.connect(List.of(first, second), port, incumbent);
    HandoffGrpc.HandoffBlockingStub stub =
        HandoffGrpc.newBlockingStub(channel).withWaitForReady().withInterceptors(answering);
    try {
      stub.attest(ATTEST);
      assertThat(answering.last()).contains(second);

      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      server = HandoffChannels.serve(List.of(first, second), port, successor, service());
      stub.attest(ATTEST);
      assertThat(answering.last()).as("after the loss").contains(first);
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }
}
