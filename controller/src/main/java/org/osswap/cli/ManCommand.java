package org.osswap.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page; the build puts it into the distribution. */
@Command(
    name = "man",
    hidden = true,
    description = "Prints the manual page, for 'man -l -'.",
    mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  ManCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.data(ManPage.of(spec.root()).stripTrailing());
    return ExitCode.OK;
  }
}
