package org.osswap.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.osswap.base.Failure;
import org.osswap.controller.ArmedUpgrade;
import org.osswap.controller.Draft;
import org.osswap.controller.Outcome;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import org.osswap.proto.PlanReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces this OS by another one while its applications go on. */
@Command(
    name = "upgrade",
    description = {
      "Replaces this OS by the target image's, while the applications go on.",
      "",
      "Until the old OS retires, any failure ends with it whole again and every application running"
          + " on it. All applications move together, or none does."
    },
    mixinStandardHelpOptions = true)
final class UpgradeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--target-image",
      required = true,
      paramLabel = "IMAGE",
      description = "A UKI (.efi), or a directory with vmlinuz, initrd and os-release.")
  private Path image;

  @Option(
      names = "--app",
      paramLabel = "NAME",
      description = "An application to move; may be repeated. Default: all that have a manifest.")
  private List<String> apps = List.of();

  @Option(names = "--yes", description = "Don't ask; needed where there is no terminal.")
  private boolean yes;

  @Mixin private StartOptions start = new StartOptions();

  @Mixin private PartitionOptions partition = new PartitionOptions();

  UpgradeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    if (start.dryRun()) {
      Optional<ArmedUpgrade> armed = ArmedUpgrade.find(site, partition.wish(), image, apps, terminal);
      if (armed.isPresent()) {
        PlanReport report = armed.get().report();
        terminal.data(start.json() ? Json.of(report) : PlanScreen.render(report));
        return ExitCode.OK;
      }
      Draft draft = Draft.make(site, partition.wish(), Optional.of(image), apps);
      terminal.data(start.json() ? Json.of(draft.report()) : PlanScreen.render(draft.report()));
      return ExitCode.OK;
    }
    if (!yes && !Terminal.interactive()) {
      throw new Failure(
          "ask whether to go ahead", "upgrade", "there is no terminal", "Add --yes.");
    }
    SwapLock lock = SwapLock.take(site.root());
    try (lock) {
      terminal.phase("plan");
      Optional<ArmedUpgrade> armed = ArmedUpgrade.find(site, partition.wish(), image, apps, terminal);
      if (armed.isPresent()) {
        terminal.note("The successor that is armed is used.");
        if (!yes && !confirmed(armed.get().report())) {
          terminal.note("Nothing was touched.");
          return ExitCode.OK;
        }
        return told(armed.get().upgrade(start.autoResume(), terminal));
      }
      Draft draft = Draft.make(site, partition.wish(), Optional.of(image), apps);
      if (!yes && !confirmed(draft.report())) {
        terminal.note("Nothing was touched.");
        return ExitCode.OK;
      }
      return told(draft.upgrade(start.attestSeconds(), start.autoResume(), terminal));
    }
  }

  private int told(Outcome outcome) {
    return Ending.tell(
        terminal,
        outcome,
        "The upgrade failed and was rolled back: this OS is whole, and every application"
            + " runs on it.");
  }

  private boolean confirmed(PlanReport report) {
    terminal.note(PlanScreen.render(report));
    terminal.note("Replace this OS now? [y/N] ");
    Scanner answers = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
    return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
  }
}
