package org.osswap.base;

import org.osswap.proto.Problem;

/**
 * A step that could not be done: what was attempted, on what, what came back, and what to do.
 *
 * <p>Everything that stops osswap on purpose is a {@code Failure}; any other exception is a defect.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String step;
  private final String object;
  private final String reason;
  private final String remedy;

  public Failure(String step, String object, String reason, String remedy) {
    this(step, object, reason, remedy, null);
  }

  /**
   * Makes a failure.
   *
   * @param step what was attempted, as an infinitive: "take a CPU offline"
   * @param object what it was attempted on: "cpu3"
   * @param reason what came back: "EBUSY writing .../online"
   * @param remedy what the user can do about it; a whole sentence
   * @param cause the exception behind it, or null
   */
  public Failure(String step, String object, String reason, String remedy, Throwable cause) {
    super(step + ": " + object + ": " + reason, cause);
    this.step = step;
    this.object = object;
    this.reason = reason;
    this.remedy = remedy;
  }

  public static Failure of(Problem problem) {
    return new Failure(
        problem.getStep(), problem.getObject(), problem.getCause(), problem.getRemedy());
  }

  public String step() {
    return step;
  }

  public String object() {
    return object;
  }

  public String reason() {
    return reason;
  }

  public String remedy() {
    return remedy;
  }

  public Problem toProblem() {
    return Problem.newBuilder()
        .setStep(step)
        .setObject(object)
        .setCause(reason)
        .setRemedy(remedy)
        .build();
  }
}
