package org.osswap.mutation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.osswap.base.Failure;

/**
 * One input for a parser, and what must hold whatever it is: it's understood, or refused on purpose,
 * and costs no more memory than an input of this size is worth.
 */
public final class Trial {
  /** Bytes that one run may allocate, besides what is in proportion to its input. */
  private static final long ALLOWANCE = 32L << 20;

  private static final long ALLOWANCE_PER_BYTE = 2000;

  /** What is tried; may throw anything. */
  public interface Parser {
    void parse(byte[] input) throws Exception;
  }

  private Trial() {}

  /** For a parser that refuses with a {@link Failure}. */
  public static void of(byte[] input, Parser parser) {
    of(input, Failure.class, parser);
  }

  /**
   * Tries an input.
   *
   * @param documented what the parser's documentation says it throws, besides a {@link Failure}
   * @throws AssertionError if it throws something else, or takes too much memory
   */
  public static void of(byte[] input, Class<? extends Exception> documented, Parser parser) {
    long taken = cost(input, documented, parser);
    long limit = ALLOWANCE + ALLOWANCE_PER_BYTE * input.length;
    // The first time, classes may have been loaded, and instrumented.
    if (taken > limit && cost(input, documented, parser) > limit) {
      throw new AssertionError("allocated " + taken + " bytes");
    }
  }

  private static long cost(byte[] input, Class<? extends Exception> documented, Parser parser) {
    long before = allocated();
    try {
      parser.parse(input.clone());
    } catch (Throwable e) {
      if (!(e instanceof Failure) && !documented.isInstance(e) && !isLibrarysAssertion(e)) {
        throw new AssertionError(e.toString(), e);
      }
    }
    return allocated() - before;
  }

  /** Tests run with the libraries' own assertions on; the product doesn't. */
  private static boolean isLibrarysAssertion(Throwable e) {
    return e instanceof AssertionError
        && e.getStackTrace().length > 0
        && e.getStackTrace()[0].getClassName().startsWith("org.tomlj.");
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
