package org.osswap.cli;

import com.google.common.base.Strings;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.osswap.base.Failure;
import org.osswap.controller.Progress;

/**
 * The two streams of a command: data on the first, progress on the second. Every progress line
 * carries the seconds since the command began and the phase it belongs to. Where a person watches,
 * the line of a transfer stands below them and is written over; elsewhere there is none.
 */
public final class Terminal implements Progress {
  /** To the line's begin, and erase it (ECMA-48: CR, EL). */
  private static final String OVERWRITE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;
  private final boolean live;
  private final TransferLine transfer = new TransferLine();
  private boolean transferShown;
  private final LongSupplier clock;
  private final long start;
  private String phase = "";

  /**
   * Two streams.
   *
   * @param live whether lines on the second one can be written over
   */
  public Terminal(PrintStream out, PrintStream err, boolean colour, boolean live) {
    this(out, err, colour, live, System::nanoTime);
  }

  Terminal(PrintStream out, PrintStream err, boolean colour, boolean live, LongSupplier clock) {
    this.out = out;
    this.err = err;
    this.colour = colour;
    this.live = live;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** The process's own streams; colours on a terminal unless NO_COLOR is set. */
  static Terminal ofProcess() {
    return new Terminal(
        System.out,
        System.err,
        interactive() && System.getenv("NO_COLOR") == null,
        interactive());
  }

  /** Whether a person watches: the osswap script has looked, since Java can't tell. */
  static boolean interactive() {
    return "1".equals(System.getenv("OSSWAP_TTY"));
  }

  /** Prints data. */
  public void data(String text) {
    out.println(text);
  }

  /** Prints a line for the person, not for scripts. */
  public synchronized void note(String text) {
    endTransfer();
    err.println(text);
  }

  @Override
  public synchronized void phase(String name) {
    phase = name;
  }

  @Override
  public synchronized void detail(String text) {
    endTransfer();
    double seconds = (clock.getAsLong() - start) / 1e9;
    err.println(
        String.format(Locale.ROOT, "%7.1fs  ", seconds)
            + paint("1", Strings.padEnd(phase, 9, ' '))
            + "  "
            + text);
  }

  @Override
  public synchronized void amount(String what, long done, long total) {
    if (live) {
      transfer.update(what, done, total, clock.getAsLong()).ifPresent(this::showTransfer);
    }
  }

  private void showTransfer(String line) {
    if (transferShown || !line.isEmpty()) {
      err.print(OVERWRITE + line);
      err.flush();
    }
    transferShown = !line.isEmpty();
  }

  private void endTransfer() {
    showTransfer("");
  }

  /** Prints a failure with what to do, and what could not be undone after it. */
  public synchronized void failure(Throwable cause) {
    endTransfer();
    if (cause instanceof Failure failure) {
      err.println(paint("31", "osswap: can't " + failure.step() + ": " + failure.object()));
      err.println("  cause:  " + indent(failure.reason()));
      err.println("  remedy: " + indent(failure.remedy()));
    } else {
      err.println(paint("31", "osswap: a defect in osswap: " + cause));
      cause.printStackTrace(err);
    }
    for (Throwable suppressed : cause.getSuppressed()) {
      err.println(paint("31", "and while rolling back:"));
      failure(suppressed);
    }
  }

  private static String indent(String text) {
    return text.strip().replace("\n", "\n          ");
  }

  String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
