package org.osswap.launch;

/** Hears of each step as it is done. */
@FunctionalInterface
public interface Progress {

  /**
   * One step.
   *
   * @param step what was done: "take CPUs over"
   * @param object on what: "cpu3"
   * @param detail how it went, for people
   * @param done false: this object could not be taken, and is left out
   */
  void report(String step, String object, String detail, boolean done);
}
