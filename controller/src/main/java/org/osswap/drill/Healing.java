package org.osswap.drill;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.controller.Progress;

/**
 * What undoes a drill's damage, once: when it is told to, when the drill fails, or when its process is ended.
 * Of a process that is killed nothing is left, so the command is told before anything is broken.
 */
final class Healing implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Lab lab;
  private final Drill drill;
  private final Progress progress;
  private final AtomicBoolean done = new AtomicBoolean();
  private final Thread hook = new Thread(this::interrupted, "osswap-heal");

  private Healing(Lab lab, Drill drill, Progress progress) {
    this.lab = lab;
    this.drill = drill;
    this.progress = progress;
  }

  /** From now on the damage is undone however this process ends. */
  static Healing begin(Lab lab, Drill drill, Progress progress) {
    Healing healing = new Healing(lab, drill, progress);
    if (drill.hasUndo()) {
      progress.detail("if this osswap is killed, undo it with: " + lab.typed(drill.undo()));
      Runtime.getRuntime().addShutdownHook(healing.hook);
    } else {
      progress.detail("nothing undoes it: " + drill.noUndo());
    }
    return healing;
  }

  /** Undoes it. Empty: done, or there was nothing to do; otherwise what kept it. */
  Optional<Failure> heal() {
    if (!drill.hasUndo() || done.getAndSet(true)) {
      return Optional.empty();
    }
    progress.detail("undoing: " + lab.typed(drill.undo()));
    ProcessRunner.Outcome said = lab.act(drill.undo(), LIMIT);
    if (said.ok()) {
      return Optional.empty();
    }
    Failure failure =
        new Failure(
            "undo the damage",
            drill.undo().text(),
            said.timedOut() ? "no end within " + LIMIT.toSeconds() + " s" : said.err().strip(),
            "Run it by hand: " + lab.typed(drill.undo()));
    progress.detail(failure.getMessage() + "; " + failure.remedy());
    return Optional.of(failure);
  }

  private void interrupted() {
    progress.detail("interrupted");
    heal();
  }

  @Override
  public void close() {
    heal();
    if (drill.hasUndo()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException alreadyEnding) {
        progress.detail("this osswap ends");
      }
    }
  }
}
