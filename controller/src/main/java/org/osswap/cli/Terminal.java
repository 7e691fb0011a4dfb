package org.osswap.cli;

import com.google.common.base.Strings;
import java.io.PrintStream;
import java.util.Locale;
import org.osswap.base.Failure;
import org.osswap.controller.Progress;

/**
 * The two streams of a command: data on the first, progress on the second. Every progress line
 * carries the seconds since the command began and the phase it belongs to.
 */
public final class Terminal implements Progress {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;
  private final long start = System.nanoTime();
  private String phase = "";

  public Terminal(PrintStream out, PrintStream err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  /** The process's own streams; colours on a terminal unless NO_COLOR is set. */
  static Terminal ofProcess() {
    return new Terminal(
        System.out, System.err, interactive() && System.getenv("NO_COLOR") == null);
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
  public void note(String text) {
    err.println(text);
  }

  @Override
  public synchronized void phase(String name) {
    phase = name;
  }

  @Override
  public synchronized void detail(String text) {
    double seconds = (System.nanoTime() - start) / 1e9;
    err.println(
        String.format(Locale.ROOT, "%7.1fs  ", seconds)
            + paint("1", Strings.padEnd(phase, 9, ' '))
            + "  "
            + text);
  }

  @Override
  public synchronized void amount(String what, long done, long total) {
    int tenths = total == 0 ? 10 : (int) (done * 10 / total);
    detail(
        "["
            + "#".repeat(tenths)
            + ".".repeat(10 - tenths)
            + "] "
            + what
            + " "
            + Bytes.of(done)
            + " of "
            + Bytes.of(total));
  }

  /** Prints a failure with what to do, and what could not be undone after it. */
  public void failure(Throwable cause) {
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
