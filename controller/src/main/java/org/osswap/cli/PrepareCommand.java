package org.osswap.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.osswap.controller.Preparation;
import org.osswap.controller.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the kernel parameters that a first boot needs. */
@Command(
    name = "prepare",
    description = {
      "Writes the kernel parameters that the next boot needs, so that this machine can be swapped:"
          + " the memory reserved for the first successor among them.",
      "The machine has to be booted once with them; after that no boot is needed any more."
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory to reserve for the first successor. Default: half of what there is.")
  private String memory;

  @Option(names = "--print", description = "Print the parameters; write nothing.")
  private boolean print;

  PrepareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Preparation preparation =
        Preparation.of(Site.live(), Optional.ofNullable(memory).map(Bytes::parse));
    if (print) {
      terminal.data(String.join(" ", preparation.parameters()));
      return ExitCode.OK;
    }
    preparation.write().forEach(terminal::note);
    return ExitCode.OK;
  }
}
