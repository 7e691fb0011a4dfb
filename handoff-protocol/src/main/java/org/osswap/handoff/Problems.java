package org.osswap.handoff;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.function.Supplier;
import org.osswap.base.Failure;
import org.osswap.proto.Problem;

/** How a {@link Failure} crosses the wire: as a status whose trailers carry the whole problem. */
public final class Problems {
  static final Metadata.Key<Problem> KEY = ProtoUtils.keyForProto(Problem.getDefaultInstance());

  private static final String CAUSE = "Caused by: ";

  private Problems() {}

  /** The status to end a call with. */
  public static StatusRuntimeException status(Failure failure) {
    Metadata trailers = new Metadata();
    trailers.put(KEY, failure.toProblem());
    return Status.FAILED_PRECONDITION
        .withDescription(failure.getMessage())
        .withCause(failure)
        .asRuntimeException(trailers);
  }

  /**
   * The other side's failure, if it is one; otherwise one that says how the call itself failed, or why this
   * side {@linkplain HangUp hung up}.
   *
   * @param step what the call was to do, as an infinitive
   * @param object on what
   */
  public static Failure failure(String step, String object, Throwable error) {
    Metadata trailers = Status.trailersFromThrowable(error);
    if (trailers != null) {
      Problem problem = trailers.get(KEY);
      if (problem != null) {
        return Failure.of(problem);
      }
    }
    Status status = Status.fromThrowable(error);
    if (status.getCause() instanceof Failure hungUp) {
      return new Failure(step, object, hungUp.reason(), hungUp.remedy(), error);
    }
    String said = status.getDescription() == null ? "" : ": " + brief(status.getDescription());
    return new Failure(step, object, status.getCode() + said, remedy(status.getCode()), error);
  }

  /** Of a description with a stack trace in it, as gRPC's of a deadline, the first sentence and what caused it all. */
  private static String brief(String description) {
    List<String> causes =
        description.lines().map(String::strip).filter(line -> line.startsWith(CAUSE)).toList();
    if (causes.isEmpty()) {
      return description;
    }
    String first = description.lines().findFirst().orElse("");
    int sentence = first.indexOf(". ");
    return (sentence < 0 ? first : first.substring(0, sentence))
        + "; "
        + causes.get(causes.size() - 1).substring(CAUSE.length());
  }

  /** Makes a call; a status that it ends with becomes a {@link Failure}. */
  public static <T> T call(String step, String object, Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw failure(step, object, e);
    }
  }

  private static String remedy(Status.Code code) {
    return switch (code) {
      case DEADLINE_EXCEEDED -> "The other side is too slow or hangs: see its console.";
      case UNAVAILABLE -> "See that the other side is up, and the link between the two.";
      case UNIMPLEMENTED -> "Both sides must run the same osswap.";
      default -> "See the other side's log.";
    };
  }
}
