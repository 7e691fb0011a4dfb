package org.osswap.handoff;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import org.osswap.base.Failure;

/**
 * Ends all calls of a channel at once, when it is known otherwise that nobody answers: those under way, and
 * those to come. To their callers they have failed as by a lost connection; the other side may have done
 * what was asked, or do it yet.
 */
public final class HangUp implements ClientInterceptor {
  /** A call belongs to the context in which it was made, and ends with it. */
  private final Context.CancellableContext line = Context.ROOT.withCancellation();

  /**
   * Ends them, for good. Only the first reason counts.
   *
   * @param why its reason and its remedy are those of the calls' failures; see {@link Problems#call}
   */
  public void now(Failure why) {
    line.cancel(why);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    Context before = line.attach();
    try {
      return next.newCall(method, options);
    } finally {
      line.detach(before);
    }
  }
}
