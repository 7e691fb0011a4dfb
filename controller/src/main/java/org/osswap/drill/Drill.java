package org.osswap.drill;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;

/**
 * One rehearsal, as its file describes it.
 *
 * @param breaks the sentence that the operator is asked about
 * @param act what breaks it: a verb of the lab command, or a command on the incumbent
 * @param undo what undoes it; empty: nothing does
 * @param noUndo why nothing does; empty if something does
 * @param limit how long the expected end may take
 */
public record Drill(
    String name,
    String title,
    String breaks,
    ImmutableSet<Need> needs,
    Act act,
    Act undo,
    String noUndo,
    Expectation expect,
    Duration limit,
    Targets targets) {

  /** What has to be there before. */
  public enum Need {
    /** An armed successor whose heart beats. */
    ARMED,
    /** One that acts upon a silent heart. */
    HANG_LIMIT,
    /** The watcher of paths on the incumbent. */
    WATCH
  }

  Drill withTargets(Targets other) {
    return new Drill(
        name, title, breaks, needs, act, undo, noUndo, expect, limit, other.over(targets));
  }

  boolean hasUndo() {
    return !undo.isEmpty();
  }
}
