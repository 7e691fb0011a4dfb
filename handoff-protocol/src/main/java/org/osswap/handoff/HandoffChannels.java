package org.osswap.handoff;

import com.google.common.collect.ImmutableList;
import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.osswap.base.Failure;

/**
 * The two ends of the handoff connection: TLS 1.3, each side with its certificate of this one swap.
 * A peer that has none is turned away in the handshake and learns nothing.
 */
public final class HandoffChannels {
  /** Of one message. Files travel in far smaller chunks. */
  public static final int MAX_MESSAGE = 4 << 20;

  /** For calls that name no deadline themselves, so that none can hang. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  /**
   * A silent peer is asked for a sign of life after this time (gRPC allows no shorter one), and is
   * taken for dead when none came within {@link #KEEPALIVE_TIMEOUT}. The latter leaves room for a
   * peer whose CPUs are busy restoring an application.
   */
  static final Duration KEEPALIVE = Duration.ofSeconds(10);

  static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(15);

  /** Who has not proved who it is by then is cut off, so that silent peers can't fill the server. */
  static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

  /** An address that hasn't answered by then is followed by the peer's next one. */
  private static final Duration NEXT_ADDRESS = Duration.ofSeconds(5);

  private static final int CALLS_AT_ONCE = 64;

  /** Nothing is compressed here, so nothing is unpacked either: no few bytes become many. */
  private static final DecompressorRegistry NO_COMPRESSION =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

  private static final String TLS = "TLSv1.3";

  private HandoffChannels() {}

  /**
   * A channel to the peer. It connects at the first call, and again after a loss.
   *
   * @param address a literal address; nothing is resolved
   */
  public static ManagedChannel connect(
      InetAddress address, int port, SwapCredentials credentials) {
    return connect(
        NettyChannelBuilder.forAddress(new InetSocketAddress(address, port)), credentials);
  }

  /**
   * The same to a peer that has several addresses: over the first that answers.
   *
   * @param addresses literal addresses, the best first
   */
  public static ManagedChannel connect(
      List<InetAddress> addresses, int port, SwapCredentials credentials) {
    if (addresses.size() == 1) {
      return connect(addresses.get(0), port, credentials);
    }
    return connect(
        NettyChannelBuilder.forTarget(KnownAddresses.target(addresses, port))
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) NEXT_ADDRESS.toMillis()),
        credentials);
  }

  private static ManagedChannel connect(
      NettyChannelBuilder builder, SwapCredentials credentials) {
    return builder
        .sslContext(
            context(
                SslContextBuilder.forClient()
                    .keyManager(credentials.key(), credentials.own()),
                credentials))
        .overrideAuthority("osswap")
        .proxyDetector(target -> null)
        .disableServiceConfigLookUp()
        .maxInboundMessageSize(MAX_MESSAGE)
        .decompressorRegistry(NO_COMPRESSION)
        .keepAliveTime(KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .idleTimeout(1, TimeUnit.DAYS)
        .intercept(new DefaultDeadline(DEFAULT_DEADLINE))
        .build();
  }

  /**
   * A started server. A {@link Failure} that the service throws reaches the caller as it is; see
   * {@link Problems#failure}.
   *
   * @param port 0 for any free one
   * @throws Failure if the address can't be bound
   */
  public static Server serve(
      InetAddress bindAddress, int port, SwapCredentials credentials, BindableService service) {
    return serve(ImmutableList.of(bindAddress), port, credentials, service);
  }

  /** The same on several addresses. */
  public static Server serve(
      List<InetAddress> bindAddresses,
      int port,
      SwapCredentials credentials,
      BindableService service) {
    return serve(bindAddresses, port, credentials, service, HANDSHAKE_LIMIT);
  }

  static Server serve(
      List<InetAddress> bindAddresses,
      int port,
      SwapCredentials credentials,
      BindableService service,
      Duration handshakeLimit) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(bindAddresses.get(0), port));
    bindAddresses.stream()
        .skip(1)
        .forEach(address -> builder.addListenAddress(new InetSocketAddress(address, port)));
    try {
      return builder
          .sslContext(
              context(
                  SslContextBuilder.forServer(credentials.key(), credentials.own())
                      .clientAuth(ClientAuth.REQUIRE),
                  credentials))
          .handshakeTimeout(handshakeLimit.toMillis(), TimeUnit.MILLISECONDS)
          .maxInboundMessageSize(MAX_MESSAGE)
          .decompressorRegistry(NO_COMPRESSION)
          .maxConcurrentCallsPerConnection(CALLS_AT_ONCE)
          .keepAliveTime(KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
          .keepAliveTimeout(KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .permitKeepAliveTime(KEEPALIVE.toMillis() / 2, TimeUnit.MILLISECONDS)
          .permitKeepAliveWithoutCalls(true)
          .intercept(new FailureReporter())
          .addService(service)
          .build()
          .start();
    } catch (IOException e) {
      throw new Failure(
          "listen for the other side",
          bindAddresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "))
              + " port "
              + port,
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          "See that the address is up on this machine and that no other program has the port.",
          e);
    }
  }

  private static SslContext context(SslContextBuilder builder, SwapCredentials credentials) {
    try {
      return GrpcSslContexts.configure(builder)
          .trustManager(new PinnedPeer(credentials.peer()))
          .protocols(TLS)
          .build();
    } catch (SSLException e) {
      throw new Failure(
          "set up TLS",
          credentials.own().getSubjectX500Principal().getName(),
          String.valueOf(e.getMessage()),
          "Run osswap with the Java runtime that it came with.",
          e);
    }
  }
}
