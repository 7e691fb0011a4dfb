package org.osswap.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What goes for every command that starts a successor. */
final class StartOptions {
  @Option(
      names = "--attest-timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for the successor's agent. Default: configured.")
  private Integer attestSeconds;

  @Option(
      names = "--no-auto-resume",
      description = {
        "If this osswap is killed, leave the machine as it is then, for 'osswap resume'. Default: a"
            + " systemd unit runs it, once."
      })
  private boolean noAutoResume;

  @Option(names = "--dry-run", description = "Check everything, show the plan, touch nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "With --dry-run: print the plan as JSON.")
  private boolean json;

  Optional<Integer> attestSeconds() {
    return Optional.ofNullable(attestSeconds);
  }

  boolean autoResume() {
    return !noAutoResume;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean json() {
    return json;
  }
}
