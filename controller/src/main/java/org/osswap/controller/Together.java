package org.osswap.controller;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.osswap.base.Failure;

/**
 * Makes the moves of several applications one: none is committed before all are restored, and when
 * one fails, all the others fail too. So a group never ends on two sides.
 */
final class Together {
  private final Set<String> awaited;
  private Failure failure;

  Together(Set<String> apps) {
    this.awaited = new HashSet<>(apps);
  }

  /**
   * Says that an application has been restored, stopped, and waits for the others.
   *
   * @throws Failure if another one failed or the limit is over
   */
  synchronized void restored(String app, Duration limit) {
    awaited.remove(app);
    notifyAll();
    long end = System.nanoTime() + limit.toNanos();
    while (!awaited.isEmpty() && failure == null) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        failed(
            new Failure(
                "restore the applications together",
                String.join(", ", awaited),
                "not restored within " + limit.toSeconds() + " s of " + app,
                "Move these applications in a swap of their own (--app)."));
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed(new Failure("restore the applications together", app, "interrupted", "Try again."));
      }
    }
    if (failure != null) {
      throw new Failure(
          "commit the handoff",
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
