package org.osswap.cli;

import org.osswap.controller.Outcome;

/** How a command says what came of a swap that may not simply fail. */
final class Ending {
  private Ending() {}

  /**
   * Says it.
   *
   * @param rolledBack the words for a swap that was rolled back
   * @return the exit status
   */
  static int tell(Terminal terminal, Outcome outcome, String rolledBack) {
    outcome.failure().ifPresent(terminal::failure);
    return switch (outcome.end()) {
      case ROLLED_BACK -> {
        terminal.note(rolledBack);
        yield ExitCode.ROLLED_BACK;
      }
      case NEEDS_ATTENTION -> {
        terminal.note("The machine needs a person: see 'osswap status'.");
        yield ExitCode.ATTENTION;
      }
    };
  }

  /** Says it of a command that was to roll back: that is its success. */
  static int tellWanted(Terminal terminal, Outcome outcome, String rolledBack) {
    int status = tell(terminal, outcome, rolledBack);
    return status == ExitCode.ROLLED_BACK ? ExitCode.OK : status;
  }
}
