package org.osswap.handoff;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.osswap.base.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a call whose handler threw, so that the caller learns why at once. */
final class FailureReporter implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean failed;

      @Override
      public void onMessage(Q message) {
        guarded(() -> super.onMessage(message));
      }

      @Override
      public void onHalfClose() {
        guarded(super::onHalfClose);
      }

      private void guarded(Runnable handler) {
        if (failed) {
          return;
        }
        try {
          handler.run();
        } catch (RuntimeException e) {
          failed = true;
          close(call, e);
        }
      }
    };
  }

  private static void close(ServerCall<?, ?> call, RuntimeException error) {
    String method = call.getMethodDescriptor().getBareMethodName();
    StatusRuntimeException status;
    if (error instanceof Failure failure) {
      LOG.warn("{}: {}", method, failure.getMessage());
      status = Problems.status(failure);
    } else {
      LOG.error("{} failed", method, error);
      status = Status.INTERNAL.withDescription(error.toString()).asRuntimeException();
    }
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
