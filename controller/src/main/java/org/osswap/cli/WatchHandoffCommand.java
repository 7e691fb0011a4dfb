package org.osswap.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.osswap.base.Failure;
import org.osswap.controller.ArmedUpgrade;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import org.osswap.watch.WatchFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What osswap-watch-handoff.service runs: it is not the watcher itself, which a handoff stops. */
@Command(
    name = "watch-handoff",
    hidden = true,
    description = "Moves applications to the armed successor, away from lost disks; run by a unit.",
    mixinStandardHelpOptions = true)
final class WatchHandoffCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--app", paramLabel = "NAME", description = "One that moves; may be repeated.")
  private List<String> apps = List.of();

  @Option(
      names = "--left-behind",
      paramLabel = "NAME",
      description = "One that ends with this OS; may be repeated.")
  private List<String> leftBehind = List.of();

  @Option(names = "--lost", paramLabel = "DISK", description = "A lost disk; may be repeated.")
  private List<String> lost = List.of();

  WatchHandoffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    SwapLock lock;
    ArmedUpgrade upgrade;
    try {
      lock = SwapLock.take(site.root());
    } catch (Failure taken) {
      throw refused(site, taken);
    }
    try (lock) {
      terminal.phase("plan");
      try {
        upgrade = ArmedUpgrade.away(site, apps, java.util.Set.copyOf(lost), terminal);
      } catch (Failure unfit) {
        throw refused(site, unfit);
      }
      return Ending.tell(
          terminal,
          upgrade.upgrade(true, terminal, notice()),
          "The handoff failed and was rolled back: there is no armed successor any more, and every"
              + " application is where it was.");
    }
  }

  private String notice() {
    return "a handoff away from lost paths begins"
        + (leftBehind.isEmpty()
            ? ""
            : "; these touch them, and end with this OS: " + String.join(", ", leftBehind));
  }

  /** Nothing was touched: the watcher goes on. */
  private static Failure refused(Site site, Failure why) {
    new WatchFiles(site.root()).refuse(why.getMessage());
    return why;
  }
}
