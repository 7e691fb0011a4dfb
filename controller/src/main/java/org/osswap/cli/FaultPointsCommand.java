package org.osswap.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.osswap.base.FaultPoint;
import picocli.CommandLine.Command;

/** Prints the names of the fault points, for the lab. */
@Command(
    name = "fault-points",
    hidden = true,
    description = "Prints the fault points: name, incumbent or successor, app if it is one's act.",
    mixinStandardHelpOptions = true)
final class FaultPointsCommand implements Callable<Integer> {
  private final Terminal terminal;

  FaultPointsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    for (FaultPoint point : FaultPoint.values()) {
      String rest =
          " " + point.where().name().toLowerCase(Locale.ROOT) + (point.perApp() ? " app" : "");
      point.names().forEach(name -> terminal.data(name + rest));
    }
    return ExitCode.OK;
  }
}
