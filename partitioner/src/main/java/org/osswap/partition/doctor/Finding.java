package org.osswap.partition.doctor;

/**
 * The result of one check.
 *
 * @param check its name: stable, lower case
 * @param evidence what was seen, in one line
 * @param remedy what to do about it; empty when all is well
 */
public record Finding(String check, Verdict verdict, String evidence, String remedy) {

  /** What a finding means for a swap. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** A swap is possible; something about it is worse than it could be, or isn't known. */
    WARN,
    /** No swap is possible. */
    FAIL
  }

  static Finding ok(String check, String evidence) {
    return new Finding(check, Verdict.OK, evidence, "");
  }

  static Finding warn(String check, String evidence, String remedy) {
    return new Finding(check, Verdict.WARN, evidence, remedy);
  }

  static Finding fail(String check, String evidence, String remedy) {
    return new Finding(check, Verdict.FAIL, evidence, remedy);
  }

  /** OK if it is so; otherwise a failure with the same evidence. */
  static Finding require(boolean so, String check, String evidence, String remedy) {
    return so ? ok(check, evidence) : fail(check, evidence, remedy);
  }
}
