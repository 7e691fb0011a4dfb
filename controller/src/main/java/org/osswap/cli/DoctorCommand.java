package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.controller.Examination;
import org.osswap.controller.Site;
import org.osswap.proto.DoctorReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells whether this machine is swappable. */
@Command(
    name = "doctor",
    description = "Tells whether this machine can be swapped: a line a check, with what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DoctorReport report = Examination.of(Site.live());
    terminal.data(json ? Json.of(report) : DoctorScreen.render(report).stripTrailing());
    return report.getSwappable() ? ExitCode.OK : ExitCode.REFUSED;
  }
}
