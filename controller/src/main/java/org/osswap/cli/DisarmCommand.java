package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Outcome;
import org.osswap.controller.Recovery;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does without the armed successor. */
@Command(
    name = "disarm",
    description = {
      "Ends the successor that is armed: its CPUs, memory and devices come back to this OS.",
      "As 'osswap rollback', of an armed successor alone."
    },
    mixinStandardHelpOptions = true)
final class DisarmCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--accept-differences",
      description =
          "End it although something isn't as it was before; what it is stays recorded.")
  private boolean acceptDifferences;

  DisarmCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    SwapLock lock = SwapLock.take(site.root());
    Outcome outcome;
    try (lock) {
      outcome = new Recovery(site, terminal).disarm(acceptDifferences);
    }
    return Ending.tellWanted(terminal, outcome, "Disarmed: this OS has the whole machine again.");
  }
}
