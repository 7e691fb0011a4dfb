package org.osswap.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osswap.controller.ArmWish;
import org.osswap.controller.Draft;
import org.osswap.controller.Outcome;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a successor that waits for this OS's end. */
@Command(
    name = "arm",
    description = {
      "Starts a successor on a small partition, and keeps it ready: it takes the machine over when this"
          + " OS panics, or hangs. This OS goes on with the rest of the machine.",
      "From 1 CPU and 512M. 'osswap upgrade' with the same image uses it; 'osswap disarm' ends it."
    },
    mixinStandardHelpOptions = true)
final class ArmCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--target-image",
      required = true,
      paramLabel = "IMAGE",
      description =
          "A UKI (.efi), or a directory with vmlinuz, initrd and os-release; this OS's own, if you want.")
  private Path image;

  @Option(
      names = "--without-crash-kernel",
      description =
          "Don't have a panic park this OS: it is noticed by the silence of this OS's heart alone.")
  private boolean withoutCrashKernel;

  @Option(
      names = "--panic-only",
      description = "Don't act upon a silent heart, which is what a hang looks like.")
  private boolean panicOnly;

  @Mixin private StartOptions start = new StartOptions();

  @Mixin private PartitionOptions partition = new PartitionOptions();

  ArmCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    Draft.refuseUnfinished(site);
    ArmWish wish = new ArmWish(!withoutCrashKernel, !panicOnly);
    if (start.dryRun()) {
      Draft draft = Draft.make(site, partition.wish(), Optional.of(image), List.of());
      draft.armable(wish);
      terminal.data(start.json() ? Json.of(draft.report()) : PlanScreen.render(draft.report()));
      return ExitCode.OK;
    }
    SwapLock lock = SwapLock.take(site.root());
    Optional<Outcome> failed;
    try (lock) {
      terminal.phase("plan");
      failed =
          Draft.make(site, partition.wish(), Optional.of(image), List.of())
              .arm(wish, start.attestSeconds(), start.autoResume(), terminal);
    }
    if (failed.isPresent()) {
      return Ending.tell(
          terminal,
          failed.get(),
          "No successor is armed: that failed and was rolled back, and this OS is whole.");
    }
    terminal.note("Armed: see 'osswap status'.");
    return ExitCode.OK;
  }
}
