package org.osswap.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.controller.Site;
import org.osswap.controller.WatchControl;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.WatchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and controls the watch over paths. */
@Command(
    name = "watch",
    description = {
      "Shows the disks and neighbours that are watched while a successor is armed, and what will be done"
          + " when. Or controls that:",
      "'hold': nothing but alerts is done until 'release'. 'force': what would be done later is done now."
          + " 'cancel': nothing is done about the present losses, until the paths have come back."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  /** What to do. */
  enum Verb {
    SHOW,
    HOLD,
    RELEASE,
    FORCE,
    CANCEL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "VERB",
      description = "hold, release, force or cancel; none shows how it stands.")
  private String verb = "show";

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "With 'force': alert, handoff or takeover; default: the strongest of the lost paths.")
  private Optional<String> policy = Optional.empty();

  WatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    WatchControl control = new WatchControl(Site.live().root());
    Optional<LossPolicy> wanted = policy.map(WatchCommand::policy);
    switch (verb()) {
      case SHOW -> show(control.report());
      case HOLD -> {
        control.hold();
        terminal.note("Held: nothing but alerts until 'osswap watch release'.");
      }
      case RELEASE -> {
        control.release();
        terminal.note("Released: what is due is done at once.");
      }
      case FORCE -> {
        control.force(wanted);
        terminal.note("Forced: see 'osswap watch'.");
      }
      case CANCEL -> {
        control.cancel();
        terminal.note("Cancelled: nothing is done about the present losses until the paths have come back.");
      }
    }
    return ExitCode.OK;
  }

  private Verb verb() {
    for (Verb one : Verb.values()) {
      if (one.toString().equals(verb)) {
        return one;
      }
    }
    throw new Failure(
        "control the watch over paths",
        verb,
        "there is no such verb",
        "One of hold, release, force, cancel; none shows how it stands.");
  }

  private static LossPolicy policy(String name) {
    return AppPaths.policy(name)
        .orElseThrow(
            () ->
                new Failure(
                    "control the watch over paths",
                    "--policy " + name,
                    "it is not " + AppPaths.POLICY_NAMES,
                    "Name one of them."));
  }

  private void show(WatchReport report) {
    terminal.data(
        json
            ? Json.of(report)
            : WatchScreen.render(report, System.currentTimeMillis()).stripTrailing());
  }
}
