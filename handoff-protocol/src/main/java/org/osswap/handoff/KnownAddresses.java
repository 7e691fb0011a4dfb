package org.osswap.handoff;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Several literal addresses of one peer. A channel connects to the first that answers, in their order, and
 * looks through all of them again after a loss.
 *
 * <p>As gRPC wants it they stand in the channel's target: {@code osswap:///192.168.255.254,10.0.0.11:7400}.
 */
final class KnownAddresses extends NameResolverProvider {
  private static final String SCHEME = "osswap";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new KnownAddresses());
  }

  private KnownAddresses() {}

  static String target(List<InetAddress> addresses, int port) {
    return SCHEME
        + ":///"
        + Joiner.on(',').join(addresses.stream().map(InetAddresses::toAddrString).toList())
        + ":"
        + port;
  }

  private static ImmutableList<EquivalentAddressGroup> addresses(String path) {
    int colon = path.lastIndexOf(':');
    int port = Integer.parseInt(path.substring(colon + 1));
    return Splitter.on(',')
        .splitToStream(path.substring(1, colon))
        .map(text -> new InetSocketAddress(InetAddresses.forString(text), port))
        .map(EquivalentAddressGroup::new)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return SCHEME.equals(target.getScheme()) ? new Known(addresses(target.getPath())) : null;
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  /** Below that of DNS, which is the default for targets without a scheme. */
  @Override
  protected int priority() {
    return 1;
  }

  private static final class Known extends NameResolver {
    private final ImmutableList<EquivalentAddressGroup> addresses;

    Known(ImmutableList<EquivalentAddressGroup> addresses) {
      this.addresses = addresses;
    }

    @Override
    public String getServiceAuthority() {
      return SCHEME;
    }

    @Override
    public void start(Listener2 listener) {
      listener.onResult(
          ResolutionResult.newBuilder()
              .setAddressesOrError(StatusOr.fromValue(addresses))
              .build());
    }

    @Override
    public void shutdown() {}
  }
}
