package org.osswap.watch;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks something that may never answer, in a daemon thread of its own. Whoever asks isn't held up; while an
 * answer is awaited, nothing is asked again.
 */
final class Probe<A> implements AutoCloseable {
  private final Semaphore asked = new Semaphore(0);
  private final Supplier<A> question;
  private final LongSupplier clock;
  private final Thread thread;
  private View<A> view = new View<>(Optional.empty(), 0, Optional.empty());

  /**
   * What is known of it.
   *
   * @param answer the last one
   * @param answeredAt when that came
   * @param askedAt when that was asked which is not answered yet
   */
  record View<A>(Optional<A> answer, long answeredAt, Optional<Long> askedAt) {
    /** For how long an answer is awaited. */
    long waiting(long now) {
      return askedAt.map(at -> now - at).orElse(0L);
    }
  }

  /**
   * Makes one.
   *
   * @param question may block forever; must not throw
   * @param clock milliseconds
   */
  Probe(String name, Supplier<A> question, LongSupplier clock) {
    this.question = question;
    this.clock = clock;
    this.thread = new Thread(this::run, "osswap-probe " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Asks, unless an answer is awaited, or the last one came less than some time ago. */
  synchronized void ask(long every) {
    boolean fresh = view.answer().isPresent() && clock.getAsLong() - view.answeredAt() < every;
    if (view.askedAt().isEmpty() && !fresh) {
      view = new View<>(view.answer(), view.answeredAt(), Optional.of(clock.getAsLong()));
      asked.release();
    }
  }

  synchronized View<A> view() {
    return view;
  }

  private void run() {
    try {
      while (true) {
        asked.acquire();
        answered(question.get());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void answered(A answer) {
    view = new View<>(Optional.of(answer), clock.getAsLong(), Optional.empty());
  }

  /** One that hangs goes on hanging: its disk decides. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
