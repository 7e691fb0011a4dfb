package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.base.SysRoot;
import org.osswap.controller.SwapLock;
import org.osswap.controller.StateDir;
import org.osswap.controller.Journal;
import org.osswap.controller.SwapHistory;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says in what state a swap is. */
@Command(
    name = "status",
    description = "Says in what state the last swap is, and which command comes next.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final long WATCH_MILLIS = 1000;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Print it again whenever the state changes.")
  private boolean watch;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    SysRoot root = SysRoot.live();
    SwapReport last = report(root);
    print(last);
    while (watch && last.getPhase() != Phase.DONE && last.getPhase() != Phase.ROLLED_BACK) {
      Thread.sleep(WATCH_MILLIS);
      SwapReport now = report(root);
      if (!now.equals(last)) {
        print(now);
      }
      last = now;
    }
    return ExitCode.OK;
  }

  private static SwapReport report(SysRoot root) {
    return new SwapHistory(Journal.read(new StateDir(root).journal()))
        .report(SwapLock.isHeld(root));
  }

  private void print(SwapReport report) {
    terminal.data(json ? Json.of(report) : StatusScreen.render(report).stripTrailing());
  }
}
