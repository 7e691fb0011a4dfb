package org.osswap.controller;

import java.util.Optional;

/**
 * How an upgrade ended, seen from the incumbent: one that succeeds ends the incumbent itself, so
 * there is nobody left to see it.
 */
public record Outcome(End end, Optional<Throwable> failure) {
  /** What is left behind. */
  public enum End {
    /** The machine is as before, and the applications run here. */
    ROLLED_BACK,
    /** Something could not be undone, or the applications run on the successor. */
    NEEDS_ATTENTION
  }
}
