package org.osswap.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;
import org.osswap.drill.Drill;
import org.osswap.drill.DrillRunner;
import org.osswap.drill.Drills;
import org.osswap.drill.History;
import org.osswap.drill.Lab;
import org.osswap.drill.Ready;
import org.osswap.drill.ReportFolder;
import org.osswap.drill.Timekeeper;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a machine on purpose, from its operator's host, and measures what comes of it. */
@Command(
    name = "drill",
    description = {
      "Breaks something of a machine on purpose, undoes it, and measures what came of it. It runs on the"
          + " operator's host, and reaches the machine through the lab command.",
      "'osswap drill list' says which drills there are, 'osswap drill history [NAME]' what came of them."
    },
    mixinStandardHelpOptions = true,
    subcommands = {DrillCommand.ListCommand.class, DrillCommand.HistoryCommand.class})
final class DrillCommand implements Callable<Integer> {
  private final Terminal terminal;

  /** Optional for the parser alone: list and history have none before them. */
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The drill.")
  private String name;

  @Spec private CommandSpec spec;

  @Option(
      names = "--machine",
      paramLabel = "M",
      defaultValue = "m0",
      description = "The machine, as the lab command knows it. Default: m0.")
  private String machine;

  @Option(
      names = "--lab",
      paramLabel = "PATH",
      defaultValue = "lab",
      description = "The lab command. Default: lab.")
  private Path lab;

  @Option(names = "--yes", description = "Don't ask; needed where there is no terminal.")
  private boolean yes;

  @Option(
      names = "--accept-no-undo",
      description = "Go on although nothing undoes it on this machine, which is a real one.")
  private boolean acceptNoUndo;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often; more than once only where the incumbent stays as it is.")
  private int times;

  @Option(
      names = "--targets",
      paramLabel = "FILE",
      description = "Targets in place of the drill's own; TOML.")
  private Path targets;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Mixin private ReportsOption reports = new ReportsOption();

  DrillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "the name of a drill is missing: see 'osswap drill list'");
    }
    Drill named = Drills.named(name);
    Drill drill = targets == null ? named : Drills.withTargets(named, targets);
    refuseTimes(drill);
    if (!yes && !Terminal.interactive()) {
      throw new Failure(
          "ask whether to go ahead", "drill " + name, "there is no terminal", "Add --yes.");
    }
    ReportFolder folder = reports.folder();
    folder.ready();
    Timekeeper time = Timekeeper.system();
    DrillRunner runner =
        new DrillRunner(new Lab(new SystemProcessRunner(), time, lab, machine), drill, time, terminal);
    int worst = ExitCode.OK;
    for (int run = 1; run <= times; run++) {
      Ready ready = runner.prepare(acceptNoUndo);
      if (!yes && !confirmed(drill)) {
        terminal.note("Nothing was broken.");
        return ExitCode.OK;
      }
      worst = Math.max(worst, told(runner.run(ready), folder));
    }
    return worst;
  }

  private void refuseTimes(Drill drill) {
    if (times < 1 || (times > 1 && !drill.expect().keepsArmed())) {
      throw new Failure(
          "repeat the drill",
          "--times " + times,
          times < 1 ? "that is no number of runs" : "after a run there is no armed successor any more",
          "Arm again after each run; in the QEMU lab, lab-scripts/drill --times boots a machine for each.");
    }
  }

  private boolean confirmed(Drill drill) {
    terminal.note(DrillScreen.question(drill, machine));
    Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
    return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
  }

  private int told(DrillReport report, ReportFolder folder) {
    Path kept = folder.keep(report);
    terminal.data(json ? Json.of(report) : DrillScreen.report(report).stripTrailing());
    terminal.note("Report: " + kept.resolve("report.html"));
    return status(report.getVerdict());
  }

  static int status(DrillVerdict verdict) {
    return switch (verdict) {
      case HELD -> ExitCode.OK;
      case MISSED -> ExitCode.TARGET_MISSED;
      case HARMED -> ExitCode.APPLICATION_HARMED;
      default -> ExitCode.ATTENTION;
    };
  }

  /** Where reports are. */
  static final class ReportsOption {
    @Option(
        names = "--reports",
        paramLabel = "DIR",
        defaultValue = "drills",
        description = "Where reports and the history are kept. Default: drills.")
    private Path reports;

    ReportFolder folder() {
      return new ReportFolder(reports);
    }
  }

  /** Says which drills there are. */
  @Command(
      name = "list",
      description = "Says which drills there are.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;

    ListCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.data(DrillScreen.list(Drills.names().stream().map(Drills::named).toList()).stripTrailing());
      return ExitCode.OK;
    }
  }

  /** Says what came of the drills. */
  @Command(
      name = "history",
      description = "Says what came of the drills, and how a figure differs from the median of the runs before.",
      mixinStandardHelpOptions = true)
  static final class HistoryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        defaultValue = "",
        description = "One drill. Default: all.")
    private String name;

    @Option(names = "--json", description = "Print the runs as JSON, one a line.")
    private boolean json;

    @Mixin private ReportsOption reports = new ReportsOption();

    HistoryCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (!name.isEmpty()) {
        Drills.named(name);
      }
      History history = reports.folder().read();
      history.broken().forEach(line -> terminal.note("osswap: left out of the history: " + line));
      if (json) {
        history.of(name).forEach(run -> terminal.data(History.line(run)));
      } else {
        terminal.data(DrillScreen.history(history, name).stripTrailing());
      }
      return ExitCode.OK;
    }
  }
}
