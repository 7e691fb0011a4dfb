package org.osswap.cli;

/** What the exit status of {@code osswap} means. Stable; scripts rely on it. */
public final class ExitCode {
  public static final int OK = 0;

  /** Something failed; the machine is as it was before, and every application runs here. */
  public static final int ROLLED_BACK = 1;

  /** The command line was wrong (picocli's own status for that). */
  public static final int USAGE = 2;

  /** Refused: nothing was touched. */
  public static final int REFUSED = 3;

  /** Something failed and needs a person: what is said on stderr could not be undone. */
  public static final int ATTENTION = 4;

  /** A drill was run, and a target missed. */
  public static final int TARGET_MISSED = 5;

  /** A drill was run, and an application doesn't answer, or did something twice. */
  public static final int APPLICATION_HARMED = 6;

  private ExitCode() {}
}
