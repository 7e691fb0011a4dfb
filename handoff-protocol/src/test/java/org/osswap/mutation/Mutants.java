package org.osswap.mutation;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.io.BaseEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.osswap.base.Failure;

/**
 * Damages recorded good inputs in thousands of ways, the same ones in every run, and demands of a
 * parser that it either understands what's left or refuses it on purpose: soon, without another
 * exception, and without asking for more memory than an input of this size is worth.
 */
public final class Mutants {
  private static final int COUNT = 2500;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long[] EXTREMES = {
    0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE,
    0xffffffffL, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40
  };

  private static final String[] WORDS = {
    "99999999999999999999", "-1", "-", "0x", "9223372036854775807", "ffffffffffffffff", "\0", "\"",
    "'", "\\", "[[[[[[[[", "{{{{", "((", ")", " ", "\n", "\t", "=", ",", ":", "%", "$", "..", "é",
    "\ud83d\ude00", "1e999", "nan", "\\u0000"
  };

  private final List<byte[]> good;
  private UnaryOperator<byte[]> finish = UnaryOperator.identity();
  private Class<? extends Exception> documented = Failure.class;

  private Mutants(List<byte[]> good) {
    this.good = good;
  }

  /** Of inputs that the parser takes. */
  public static Mutants of(byte[]... good) {
    return new Mutants(List.of(good));
  }

  public static Mutants of(String... good) {
    return new Mutants(
        Arrays.stream(good).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Makes a mutant plausible again, with right lengths and sums say. */
  public Mutants finishedBy(UnaryOperator<byte[]> last) {
    finish = last;
    return this;
  }

  /** What the parser's documentation says it throws, besides a {@link Failure}. */
  public Mutants mayThrow(Class<? extends Exception> exception) {
    documented = exception;
    return this;
  }

  /** Tries them all. */
  public void areRefusedOrUnderstoodBy(Trial.Parser parser) {
    assertTimeoutPreemptively(LIMIT, () -> tryAll(parser));
  }

  private void tryAll(Trial.Parser parser) throws Exception {
    for (byte[] input : good) {
      parser.parse(input.clone());
    }
    for (int seed = 0; seed < COUNT; seed++) {
      byte[] mutant = finish.apply(mutant(new Random(seed)));
      try {
        Trial.of(mutant, documented, parser);
      } catch (AssertionError e) {
        throw new AssertionError(describe(seed, mutant) + ": " + e.getMessage(), e);
      }
    }
  }

  private static String describe(int seed, byte[] mutant) {
    byte[] head = Arrays.copyOf(mutant, Math.min(mutant.length, 200));
    return "mutant "
        + seed
        + " of "
        + mutant.length
        + " bytes, beginning with "
        + BaseEncoding.base16().lowerCase().encode(head)
        + " ("
        + new String(head, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".")
        + ")";
  }

  private byte[] mutant(Random random) {
    byte[] input = good.get(random.nextInt(good.size())).clone();
    for (int i = 1 + random.nextInt(4); i > 0 && input.length > 0; i--) {
      input = mutated(input, random);
    }
    return input;
  }

  private byte[] mutated(byte[] input, Random random) {
    int at = position(input.length, random);
    switch (random.nextInt(7)) {
      case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input[at] = (byte) random.nextInt();
      case 2 -> putExtreme(input, at, random);
      case 3 -> {
        return Arrays.copyOf(input, at);
      }
      case 4 -> {
        return spliced(input, at, good.get(random.nextInt(good.size())), random);
      }
      case 5 -> {
        return inserted(
            input, at, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8));
      }
      default -> {
        int end = at + random.nextInt(input.length - at + 1);
        return inserted(input, at, Arrays.copyOfRange(input, at, end));
      }
    }
    return input;
  }

  /** Mostly near the beginning: headers are there. */
  private static int position(int length, Random random) {
    int within = random.nextBoolean() ? length : Math.min(length, 128);
    return random.nextInt(within);
  }

  private static void putExtreme(byte[] input, int at, Random random) {
    byte[] value =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(EXTREMES[random.nextInt(EXTREMES.length)])
            .array();
    int width = Math.min(1 << random.nextInt(4), input.length - at);
    System.arraycopy(value, 0, input, at, width);
  }

  private static byte[] spliced(byte[] input, int at, byte[] other, Random random) {
    int from = position(other.length, random);
    byte[] both = Arrays.copyOf(input, at + other.length - from);
    System.arraycopy(other, from, both, at, other.length - from);
    return both;
  }

  private static byte[] inserted(byte[] input, int at, byte[] what) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + what.length);
    out.write(input, 0, at);
    out.writeBytes(what);
    out.write(input, at, input.length - at);
    return out.toByteArray();
  }
}
