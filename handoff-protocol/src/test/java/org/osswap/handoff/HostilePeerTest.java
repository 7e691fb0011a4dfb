package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.PushReply;

/** What the agent's port is sent by others than the incumbent. */
@Timeout(60)
final class HostilePeerTest {
  private static final AttestRequest ATTEST = AttestRequest.newBuilder().setSwapId("s1").build();
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);
  private static final String TLS_1_3 = "TLSv1.3";

  @TempDir static Path tls;
  private static SwapCredentials incumbent;
  private static SwapCredentials successor;
  private static SwapCredentials foreign;

  @TempDir Path there;
  private final AtomicInteger calls = new AtomicInteger();
  private Loopback loopback;

  @BeforeAll
  static void makeCredentials() {
    SwapCredentials.create(tls.resolve("this"));
    SwapCredentials.create(tls.resolve("other"));
    incumbent = SwapCredentials.load(tls.resolve("this"), Side.INCUMBENT);
    successor = SwapCredentials.load(tls.resolve("this"), Side.SUCCESSOR);
    foreign = SwapCredentials.load(tls.resolve("other"), Side.INCUMBENT);
  }

  @BeforeEach
  void start() {
    loopback = new Loopback(successor, incumbent, counting(), HANDSHAKE);
  }

  /** Stores what it's sent, and counts the calls that came through. */
  private HandoffGrpc.HandoffImplBase counting() {
    Loopback.Service real =
        new Loopback.Service(there, new ReceivePolicy(10, 1 << 20, false, false));
    return new HandoffGrpc.HandoffImplBase() {
      @Override
      public void attest(AttestRequest request, StreamObserver<Attestation> reply) {
        calls.incrementAndGet();
        real.attest(request, reply);
      }

      @Override
      public StreamObserver<Chunk> push(StreamObserver<PushReply> reply) {
        calls.incrementAndGet();
        return real.push(reply);
      }
    };
  }

  /** After each of them: nothing reached the service or its files, and the right client is served. */
  @AfterEach
  void nothingIsWrittenAndTheRightClientIsServed() throws Exception {
    try {
      assertThat(there).isEmptyDirectory();
      assertThat(loopback.blocking().attest(ATTEST).getSwapId()).isEqualTo("s1");
    } finally {
      loopback.close();
    }
  }

  @Test
  void garbageIsAnsweredByClosing() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      byte[] garbage = new byte[1 + seed * 400];
      new Random(seed).nextBytes(garbage);
      try (RawPeer peer = RawPeer.plain(loopback.port())) {
        peer.send(garbage);
        peer.readToEnd();
      } catch (IOException e) {
        // It was cut off while it still sent: as good.
        assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
      }
    }
    assertThat(calls).hasValue(0);
  }

  @Test
  void http2WithoutTlsIsAnsweredByClosing() throws Exception {
    try (RawPeer peer = RawPeer.plain(loopback.port())) {
      peer.sendPreface();
      assertThat(peer.readToEnd()).doesNotContain("grpc");
    }
    assertThat(calls).hasValue(0);
  }

  @Test
  void aHandshakeThatNeverEndsIsCutOff() throws Exception {
    byte[] endless = {22, 3, 1, 0x40, 0, 1, 0, 0x3f}; // a ClientHello of 16 KiB, its first bytes
    try (RawPeer silent = RawPeer.plain(loopback.port());
        RawPeer slow = RawPeer.plain(loopback.port())) {
      slow.send(endless);
      long start = System.nanoTime();
      silent.readToEnd();
      slow.readToEnd();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HANDSHAKE.multipliedBy(5));
    }
    assertThat(calls).hasValue(0);
  }

  @Test
  void manySilentConnectionsDontKeepTheRightClientOut() throws Exception {
    List<RawPeer> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        silent.add(RawPeer.plain(loopback.port()));
      }
      assertThat(loopback.blocking().attest(ATTEST).getSwapId()).isEqualTo("s1");
      for (RawPeer peer : silent) {
        peer.readToEnd();
      }
    } finally {
      for (RawPeer peer : silent) {
        peer.close();
      }
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void tls12IsRefusedEvenWithTheRightCertificate() throws Exception {
    assertRefused("TLSv1.2", incumbent.own(), incumbent);
  }

  @Test
  void theCertificateWithoutItsKeyIsRefused() throws Exception {
    assertRefused(TLS_1_3, incumbent.own(), foreign);
  }

  @Test
  void theServersOwnCertificateIsRefused() throws Exception {
    assertRefused(TLS_1_3, successor.own(), successor);
  }

  @Test
  void anotherCertificateForTheRightKeyAndNameIsRefused() throws Exception {
    KeyPair key = new KeyPair(incumbent.own().getPublicKey(), incumbent.key());
    Instant now = Instant.now();
    X509Certificate other =
        SelfSigned.certificate(key, "osswap incumbent", now, now.plus(Duration.ofDays(1)));

    assertRefused(TLS_1_3, other, incumbent);
  }

  @Test
  void anExpiredCertificateOfAnotherSwapIsRefused() throws Exception {
    KeyPair key = new KeyPair(foreign.own().getPublicKey(), foreign.key());
    X509Certificate expired =
        SelfSigned.certificate(
            key, "osswap incumbent", Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(1)));

    assertRefused(TLS_1_3, expired, foreign);
  }

  private void assertRefused(String version, X509Certificate shown, SwapCredentials keys)
      throws Exception {
    try (RawPeer peer = RawPeer.tls(loopback.port(), version, shown, keys.key())) {
      peer.sendPreface();
      peer.call("/osswap.Handoff/Attest");
      peer.beginMessage(0);
      assertThat(peer.readToEnd()).doesNotContain("grpc-status");
    } catch (IOException e) {
      assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
    assertThat(calls).hasValue(0);
  }

  /**
   * The clocks of two systems differ, and the successor's is set over this very connection; a
   * certificate is good for its one swap because it's pinned, not because of its dates.
   */
  @Test
  void thisSwapsCertificateIsTakenWhateverTheClocksSay() throws Exception {
    Duration day = Duration.ofDays(1);
    Instant now = Instant.now();
    for (Instant from : List.of(Instant.EPOCH, now.plus(day.multipliedBy(400)))) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair mine = generator.generateKeyPair();
      KeyPair yours = generator.generateKeyPair();
      X509Certificate old = SelfSigned.certificate(mine, "osswap incumbent", from, from.plus(day));
      X509Certificate too = SelfSigned.certificate(yours, "osswap successor", from, from.plus(day));
      try (Loopback skewed =
          new Loopback(
              new SwapCredentials(yours.getPrivate(), too, old),
              new SwapCredentials(mine.getPrivate(), old, too),
              counting())) {
        assertThat(skewed.blocking().attest(ATTEST).getSwapId()).isEqualTo("s1");
      }
    }
  }

  @Test
  void aMessageThatSaysItIsHugeIsRefusedBeforeItComes() throws Exception {
    for (int length : new int[] {HandoffChannels.MAX_MESSAGE + 1, Integer.MAX_VALUE, -1}) {
      try (RawPeer peer =
          RawPeer.tls(loopback.port(), TLS_1_3, incumbent.own(), incumbent.key())) {
        peer.sendPreface();
        peer.call("/osswap.Handoff/Push");
        peer.beginMessage(length, (byte) 1);
        String answer = "";
        while (!answer.contains("grpc-status")) {
          String more = peer.readSome();
          assertThat(more).as(answer).isNotEmpty();
          answer += more;
        }
      }
    }
  }

  @Test
  void aMessageThatNeverEndsHoldsNobodyElseUp() throws Exception {
    try (RawPeer peer = RawPeer.tls(loopback.port(), TLS_1_3, incumbent.own(), incumbent.key())) {
      peer.sendPreface();
      peer.call("/osswap.Handoff/Push");
      peer.beginMessage(1 << 20, (byte) 1, (byte) 2);
      assertThat(peer.readSome()).isNotEmpty();
      assertThat(loopback.blocking().attest(ATTEST).getSwapId()).isEqualTo("s1");
    }
  }

  @Test
  void aCompressedMessageIsNotUnpacked() {
    ByteString zeros = ByteString.copyFrom(new byte[16 << 20]);
    Chunk bomb =
        Chunk.newBuilder()
            .setApp("redis")
            .setArea("capsule")
            .setFile(FileDescription.newBuilder().setPath("/a").setSize(zeros.size()))
            .setData(zeros)
            .setCrc32(Chunks.crc32(zeros))
            .setLast(true)
            .build();
    Upload upload = new Upload("redis capsule", Duration.ofSeconds(20));
    loopback.stub().withCompression("gzip").withDeadlineAfter(20, TimeUnit.SECONDS).push(upload);

    assertThatExceptionOfType(org.osswap.base.Failure.class)
        .isThrownBy(
            () -> {
              upload.send(bomb);
              upload.finish();
            })
        .withMessageContaining("UNIMPLEMENTED");
  }

  @Test
  void aMethodThatDoesNotExistIsRefused() {
    io.grpc.MethodDescriptor<AttestRequest, Attestation> unknown =
        HandoffGrpc.getAttestMethod().toBuilder()
            .setFullMethodName("osswap.Handoff/Shell")
            .build();

    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                io.grpc.stub.ClientCalls.blockingUnaryCall(
                    loopback.blocking().getChannel(), unknown, io.grpc.CallOptions.DEFAULT, ATTEST))
        .satisfies(
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    assertThat(calls).hasValue(0);
  }
}
