package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Outcome;
import org.osswap.controller.Recovery;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends a swap that can't go on, and gives the partition back to this OS. */
@Command(
    name = "rollback",
    description = {
      "Ends a swap that was interrupted: the successor is stopped, its CPUs, memory and devices"
          + " come back, and the applications go on here.",
      "Whatever isn't as it was before the swap is named; the swap then waits for another rollback.",
      "Once it was decided that the applications move, it is refused; but for a successor on which"
          + " none has run yet, or whose OS has crashed: what ran there is lost with it."
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--accept-differences",
      description =
          "End it although something isn't as it was before the swap; what it is stays recorded.")
  private boolean acceptDifferences;

  RollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    SwapLock lock = SwapLock.take(site.root());
    Outcome outcome;
    try (lock) {
      outcome = new Recovery(site, terminal).rollBack(acceptDifferences);
    }
    return Ending.tellWanted(terminal, outcome, "Rolled back: this OS has the whole machine again.");
  }
}
