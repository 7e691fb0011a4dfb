package org.osswap.apps;

import java.time.Duration;
import org.osswap.proto.AppPhase;
import org.osswap.proto.Undo;

/** Hears of a migration's steps, in its thread; what it must keep it makes durable before it returns. */
public interface MigrationListener {
  /** The application has reached a phase. */
  void phase(String app, AppPhase phase);

  /**
   * Something is about to be done that this undoes. Holds until the application is committed or
   * aborted, which this migration then does itself.
   */
  void undo(String app, Undo undo);

  /** Something that its owner should know. */
  void told(String text);

  /** How long a part took. */
  void timing(String app, String part, long millis);

  /** What has been sent so far, over all rounds, and how long that took. */
  void sent(String app, long bytes, Duration spent);
}
