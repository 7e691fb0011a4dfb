package org.osswap.controller;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.osswap.base.Failure;

/**
 * A point that all applications of a group reach together, or none passes: when one fails, all the
 * others fail too. So a group is never committed in part.
 */
final class Together {
  private static final String STEP = "move the applications together";
  private final Set<String> awaited;
  private Failure failure;

  Together(Set<String> apps) {
    this.awaited = new HashSet<>(apps);
  }

  /**
   * Says that an application has come to this point, and waits for the others.
   *
   * @throws Failure if another one failed or the limit is over
   */
  synchronized void arrived(String app, Duration limit) {
    awaited.remove(app);
    notifyAll();
    long end = System.nanoTime() + limit.toNanos();
    while (!awaited.isEmpty() && failure == null) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        failed(
            new Failure(
                STEP,
                String.join(", ", awaited),
                "not there within " + limit.toSeconds() + " s of " + app,
                "Move these applications in a swap of their own (--app)."));
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed(new Failure(STEP, app, "interrupted", "Try again."));
      }
    }
    if (failure != null) {
      throw new Failure(
          STEP,
          app,
          "given up because another application failed: " + failure.getMessage(),
          failure.remedy(),
          failure);
    }
  }

  /** Says that an application's move failed; the others are given up. The first failure counts. */
  synchronized void failed(Failure cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }
}
