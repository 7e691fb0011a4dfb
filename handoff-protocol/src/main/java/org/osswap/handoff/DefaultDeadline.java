package org.osswap.handoff;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives a deadline to every call that has none. */
final class DefaultDeadline implements ClientInterceptor {
  private final Duration limit;

  DefaultDeadline(Duration limit) {
    this.limit = limit;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(
        method,
        options.getDeadline() == null
            ? options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
            : options);
  }
}
