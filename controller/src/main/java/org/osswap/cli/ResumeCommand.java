package org.osswap.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.osswap.controller.Outcome;
import org.osswap.controller.Recovery;
import org.osswap.controller.Site;
import org.osswap.controller.SwapLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings a swap to its end that was interrupted: forward or back, as its applications are. */
@Command(
    name = "resume",
    description = {
      "Brings a swap to its end that was interrupted. May be repeated.",
      "Once it was decided that the applications move: those that don't run on the successor yet"
          + " are let run there, and this OS retires.",
      "Before that decision: as 'osswap rollback', with the exit status of an upgrade that was"
          + " rolled back."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--unattended",
      hidden = true,
      description = "For osswap-resume.service: what comes of it is also in the journal.")
  private boolean unattended;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Site site = Site.live();
    SwapLock lock = SwapLock.take(site.root());
    Optional<Outcome> ended;
    try (lock) {
      Recovery recovery = new Recovery(site, terminal);
      ended = unattended ? recovery.resumeUnattended() : Optional.of(recovery.resume());
    }
    if (ended.isEmpty()) {
      return ExitCode.OK;
    }
    return Ending.tell(
        terminal,
        ended.get(),
        "The swap was rolled back: this OS is whole, and every application runs on it.");
  }
}
