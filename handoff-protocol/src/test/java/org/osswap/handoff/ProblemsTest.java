package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class ProblemsTest {
  private static Failure of(Status status) {
    return Problems.failure("hear from the successor", "swap 1", status.asRuntimeException());
  }

  @Test
  void aDeadlineIsToldWithoutItsStackTrace() {
    Status status =
        Status.DEADLINE_EXCEEDED.withDescription(
            "CallOptions deadline exceeded after 299.2s. Name resolution delay 0.0 seconds. [closed=[], cause=X: null: /10.77.0.11:7400\n"
                + "Caused by: java.net.NoRouteToHostException\n\tat io.grpc.Errors.handle(Errors.java:131)\n}, was_still_waiting]]]");

    assertThat(of(status).reason())
        .isEqualTo("DEADLINE_EXCEEDED: CallOptions deadline exceeded after 299.2s; java.net.NoRouteToHostException");
  }

  @Test
  void whatHasNoTraceIsToldAsItIs() {
    assertThat(of(Status.UNAVAILABLE.withDescription("io exception. Channel closed")).reason())
        .isEqualTo("UNAVAILABLE: io exception. Channel closed");
    assertThat(of(Status.UNAVAILABLE).reason()).isEqualTo("UNAVAILABLE");
  }
}
