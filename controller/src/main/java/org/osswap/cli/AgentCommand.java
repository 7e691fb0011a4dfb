package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.agent.Agent;
import org.osswap.controller.Site;
import picocli.CommandLine.Command;

/** The successor's service; started by its unit, not by people. */
@Command(
    name = "agent",
    hidden = true,
    description = "Answers the incumbent's controller on a successor.",
    mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
  private final Terminal terminal;

  AgentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.phase("agent");
    new Agent(Site.live(), terminal).run();
    return ExitCode.OK;
  }
}
