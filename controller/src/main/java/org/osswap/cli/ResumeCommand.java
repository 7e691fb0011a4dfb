package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Recovery;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import picocli.CommandLine.Command;

/** Goes on with a swap that was interrupted after the applications had moved. */
@Command(
    name = "resume",
    description = {
      "Goes on with a swap whose applications run on the successor already: this OS retires.",
      "Before that point an interrupted swap can't be continued; see 'osswap rollback'."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    SwapLock lock = SwapLock.take(site.root());
    try (lock) {
      new Recovery(site, terminal).resume().failure().ifPresent(terminal::failure);
    }
    return ExitCode.ATTENTION;
  }
}
