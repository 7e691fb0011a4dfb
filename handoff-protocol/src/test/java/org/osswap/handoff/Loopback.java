package org.osswap.handoff;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;
import org.osswap.proto.AttestRequest;
import org.osswap.proto.Attestation;
import org.osswap.proto.Chunk;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.PushReply;
import org.osswap.proto.StatusReply;
import org.osswap.proto.StatusRequest;

/** A real server and a real channel on the loopback interface. */
final class Loopback implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  Loopback(SwapCredentials server, SwapCredentials client, HandoffGrpc.HandoffImplBase service) {
    this(server, client, service, HandoffChannels.HANDSHAKE_LIMIT);
  }

  Loopback(
      SwapCredentials server,
      SwapCredentials client,
      HandoffGrpc.HandoffImplBase service,
      Duration handshakeLimit) {
    this.server =
        HandoffChannels.serve(
            List.of(InetAddress.getLoopbackAddress()), 0, server, service, handshakeLimit);
    this.channel = HandoffChannels.connect(InetAddress.getLoopbackAddress(), port(), client);
  }

  int port() {
    return server.getPort();
  }

  HandoffGrpc.HandoffStub stub() {
    return HandoffGrpc.newStub(channel);
  }

  HandoffGrpc.HandoffBlockingStub blocking() {
    return HandoffGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    try {
      channel.awaitTermination(10, TimeUnit.SECONDS);
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers Attest, fails Status, and stores what is pushed below one directory. */
  static final class Service extends HandoffGrpc.HandoffImplBase {
    private final Path directory;
    private final ReceivePolicy policy;
    private final Room room;

    Service(Path directory, ReceivePolicy policy) {
      this.directory = directory;
      this.policy = policy;
      this.room = new Room(policy::maxBytes);
    }

    @Override
    public void attest(AttestRequest request, StreamObserver<Attestation> reply) {
      reply.onNext(Attestation.newBuilder().setSwapId(request.getSwapId()).build());
      reply.onCompleted();
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> reply) {
      throw new Failure("tell the status", "redis", "no such app", "Name one that is there.");
    }

    @Override
    public StreamObserver<Chunk> push(StreamObserver<PushReply> reply) {
      return FileReceiver.receive(
          (swap, app, area) -> directory.resolve(app).resolve(area), room, policy, reply);
    }
  }
}
