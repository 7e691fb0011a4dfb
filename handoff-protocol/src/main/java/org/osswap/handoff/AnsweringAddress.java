package org.osswap.handoff;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Remembers by which of its addresses the peer has answered last. */
public final class AnsweringAddress implements ClientInterceptor {
  private volatile InetAddress last;

  /** Empty: it has not answered yet. */
  public Optional<InetAddress> last() {
    return Optional.ofNullable(last);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onHeaders(Metadata answer) {
                remember(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
                super.onHeaders(answer);
              }
            },
            headers);
      }
    };
  }

  private void remember(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      last = internet.getAddress();
    }
  }
}
