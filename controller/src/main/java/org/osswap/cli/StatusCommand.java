package org.osswap.cli;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.osswap.agent.CrashLogs;
import org.osswap.agent.IncumbentHeart;
import org.osswap.controller.ArmedStatus;
import org.osswap.controller.Site;
import org.osswap.controller.Standing;
import org.osswap.controller.SwapLock;
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
    Site site = Site.live();
    SwapReport last = report(site);
    print(last);
    while (watch && !ended(last)) {
      Thread.sleep(WATCH_MILLIS);
      SwapReport now = report(site);
      if (!now.equals(last)) {
        print(now);
      }
      last = now;
    }
    return ExitCode.OK;
  }

  /** The lock before and after: an osswap that has begun or ended in between is no dead one. */
  private static SwapReport report(Site site) {
    OptionalLong before = SwapLock.holder(site.root());
    Standing standing = Standing.read(site);
    SwapReport report =
        CrashLogs.found(
            site.root(),
            ArmedStatus.complete(
                site, standing.report(before.isPresent() ? before : SwapLock.holder(site.root()))));
    return IncumbentHeart.silence(site.root())
        .map(notice -> report.toBuilder().addNotices(notice).build())
        .orElse(report);
  }

  private static boolean ended(SwapReport report) {
    return !report.getAtWork()
        && (report.getPhase() == Phase.DONE
            || report.getPhase() == Phase.ROLLED_BACK
            || (report.hasArmed() && report.getNext().isEmpty()));
  }

  private void print(SwapReport report) {
    terminal.data(json ? Json.of(report) : StatusScreen.render(report).stripTrailing());
  }
}
