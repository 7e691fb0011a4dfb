package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Site;
import org.osswap.controller.Standby;
import picocli.CommandLine.Command;

/** What osswap-standby.service runs. */
@Command(
    name = "standby",
    hidden = true,
    description = "Takes checkpoints for the armed successor; run by a unit.",
    mixinStandardHelpOptions = true)
final class StandbyCommand implements Callable<Integer> {
  private final Terminal terminal;

  StandbyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Standby.run(Site.live(), terminal);
    return ExitCode.OK;
  }
}
