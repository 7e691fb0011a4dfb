package org.osswap.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osswap.controller.Draft;
import org.osswap.controller.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an upgrade would do. */
@Command(
    name = "plan",
    description = "Shows what an upgrade would do, to the CPU, range, function and application.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--target-image",
      paramLabel = "IMAGE",
      description = "Also check that this image fits.")
  private Path image;

  @Option(names = "--app", paramLabel = "NAME", description = "An application; may be repeated.")
  private List<String> apps = List.of();

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Mixin private PartitionOptions partition = new PartitionOptions();

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Draft draft = Draft.make(Site.live(), partition.wish(), Optional.ofNullable(image), apps);
    terminal.data(
        json ? Json.of(draft.report()) : PlanScreen.render(draft.report()).stripTrailing());
    return ExitCode.OK;
  }
}
