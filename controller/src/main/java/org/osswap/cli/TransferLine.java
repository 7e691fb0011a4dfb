package org.osswap.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The line that shows a transfer while it goes on. Of several at a time it shows the first, until
 * that one ends. Times are in nanoseconds, of {@link System#nanoTime}.
 */
final class TransferLine {
  /** The line changes five times a second at most. */
  static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

  /** A transfer that says nothing for so long makes place for another one. */
  static final long SILENT = TimeUnit.SECONDS.toNanos(1);

  private static final int BAR = 20;

  /** Must fit into any terminal: a line that wraps can't be written over. */
  private static final int WIDTH = 79;

  private String what = "";
  private long first;
  private long began;
  private long heard;
  private long shown;

  /**
   * Hears that more was transferred.
   *
   * @param done bytes, of {@code total}
   * @return what the line is to say now, nothing at the end; empty: leave it as it is
   */
  Optional<String> update(String name, long done, long total, long now) {
    if (!name.equals(what)) {
      if (!what.isEmpty() && now - heard < SILENT) {
        return Optional.empty();
      }
      what = name;
      first = done;
      began = now;
      shown = now;
    }
    heard = now;
    if (done >= total) {
      what = "";
      return Optional.of("");
    }
    if (now - shown < EVERY) {
      return Optional.empty();
    }
    shown = now;
    return Optional.of(
        render(name, done, total, (long) ((done - first) * 1e9 / Math.max(1, now - began))));
  }

  /** {@code redis images/0  [##########..........]  50%  512 MiB of 1 GiB, 98.2 MiB/s}. */
  static String render(String what, long done, long total, long bytesPerSecond) {
    int filled = (int) (BAR * done / total);
    String figures =
        String.format(
            Locale.ROOT,
            "  [%s%s] %3d%%  %s of %s, %s/s",
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            100 * done / total,
            Bytes.of(done),
            Bytes.of(total),
            Bytes.of(bytesPerSecond));
    int room = Math.max(0, WIDTH - figures.length());
    return what.substring(0, Math.min(what.length(), room)) + figures;
  }
}
