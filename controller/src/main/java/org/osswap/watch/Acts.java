package org.osswap.watch;

import java.util.Optional;

/** What a watcher does when a path stays lost. Nothing here waits for a disk, or for another program. */
public interface Acts {

  /** Tells somebody, if that can be done. */
  void alert(Act act);

  /**
   * Begins a handoff or a takeover.
   *
   * @return why that can't be done now; empty: it was begun
   */
  Optional<String> begin(Act act);

  /** Why that which was begun came to nothing and has left all as it was, once; empty: it didn't. */
  Optional<String> cameToNothing();
}
