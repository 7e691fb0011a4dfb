package org.osswap.base;

import java.time.Duration;
import java.util.List;

/** Runs programs. Every process that osswap starts, it starts here. */
public interface ProcessRunner {

  /**
   * Runs a program to its end.
   *
   * @param argv the program and its arguments; no shell is involved
   * @param limit how long it may take; then it is killed and the outcome says so
   * @return exit status and output
   * @throws Failure if the program can't be started
   */
  Outcome run(List<String> argv, Duration limit);

  /** The same, with text for its standard input. */
  Outcome run(List<String> argv, String input, Duration limit);

  default Outcome run(Duration limit, String... argv) {
    return run(List.of(argv), limit);
  }

  /**
   * What a program did.
   *
   * @param status exit status; 128 + signal when it was killed
   * @param timedOut true when it was killed because its time was over
   */
  record Outcome(List<String> argv, int status, String out, String err, boolean timedOut) {

    public boolean ok() {
      return status == 0 && !timedOut;
    }

    /** The outcome itself if the program succeeded; otherwise a failure that quotes it. */
    public Outcome orFail(String step, String object, String remedy) {
      if (ok()) {
        return this;
      }
      String said = err.isBlank() ? out.strip() : err.strip();
      String how = timedOut ? "did not end in time" : "exit status " + status;
      throw new Failure(
          step, object, String.join(" ", argv) + ": " + how + (said.isEmpty() ? "" : ": " + said), remedy);
    }
  }
}
