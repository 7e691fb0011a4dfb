package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Site;
import org.osswap.controller.WatchService;
import picocli.CommandLine.Command;

/** What osswap-watch.service runs. */
@Command(
    name = "watch-run",
    hidden = true,
    description = "Watches paths for as long as a successor is armed; run by a unit.",
    mixinStandardHelpOptions = true)
final class WatchRunCommand implements Callable<Integer> {
  private final Terminal terminal;

  WatchRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    WatchService.run(Site.live(), terminal);
    return ExitCode.OK;
  }
}
