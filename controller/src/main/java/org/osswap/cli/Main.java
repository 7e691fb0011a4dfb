package org.osswap.cli;

import java.util.concurrent.Callable;
import org.osswap.base.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code osswap} command. */
@Command(
    name = "osswap",
    description = {
      "Replaces the operating system of a running machine while its applications go on.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      PrepareCommand.class,
      DoctorCommand.class,
      PlanCommand.class,
      UpgradeCommand.class,
      StatusCommand.class,
      ResumeCommand.class,
      RollbackCommand.class,
      ArmCommand.class,
      DisarmCommand.class,
      WatchCommand.class,
      DrillCommand.class,
      StandbyCommand.class,
      WatchRunCommand.class,
      WatchHandoffCommand.class,
      AgentCommand.class,
      ManCommand.class,
      FaultPointsCommand.class,
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the machine is as before, the applications run on the old OS",
      "2:wrong command line",
      "3:refused; nothing was touched",
      "4:failed, and needs a person: see the message",
      "5:drill: a target was missed, or the expected end didn't come",
      "6:drill: an application doesn't answer, or did something twice",
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(new Version().getVersion()[0]);
      return;
    }
    System.exit(run(Terminal.ofProcess(), args));
  }

  /** Runs a command line; returns the exit status. */
  static int run(Terminal terminal, String... args) {
    CommandLine commandLine = commandLine(terminal);
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          terminal.failure(exception);
          return exception instanceof Failure ? ExitCode.REFUSED : ExitCode.ATTENTION;
        });
    return commandLine.execute(args);
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine commandLine = new CommandLine(new Main(), new CommandFactory(terminal));
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
      command
          .getSubcommands()
          .values()
          .forEach(nested -> nested.getCommandSpec().versionProvider(new Version()));
    }
    return commandLine;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"osswap " + (version == null ? "(not packaged)" : version)};
    }
  }
}
