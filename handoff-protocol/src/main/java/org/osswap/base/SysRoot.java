package org.osswap.base;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The kernel's files (/proc, /sys, /etc ...) below one relocatable root, so that everything that
 * reads them can be tested on a captured tree.
 *
 * <p>Paths are absolute as on the machine: {@code root.text("/proc/cmdline")}.
 */
public final class SysRoot {
  private static final int PIECE = 1 << 16;
  private final Path root;

  private SysRoot(Path root) {
    this.root = root;
  }

  /** The running machine. */
  public static SysRoot live() {
    return new SysRoot(Path.of("/"));
  }

  public static SysRoot at(Path root) {
    return new SysRoot(root.toAbsolutePath().normalize());
  }

  /** Where {@code absolute} is on this machine's file system. */
  public Path path(String absolute) {
    if (!absolute.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolute);
    }
    return root.resolve(absolute.substring(1));
  }

  public boolean exists(String absolute) {
    return Files.exists(path(absolute), LinkOption.NOFOLLOW_LINKS);
  }

  /** The file's text without its final line end; empty when there is no such file. */
  public Optional<String> text(String absolute) {
    return bytes(absolute).map(b -> new String(b, StandardCharsets.UTF_8).stripTrailing());
  }

  /** The file's lines; none when there is no such file. */
  public ImmutableList<String> lines(String absolute) {
    return text(absolute)
        .filter(text -> !text.isEmpty())
        .map(text -> ImmutableList.copyOf(text.split("\n", -1)))
        .orElse(ImmutableList.of());
  }

  /**
   * What a parser makes of the file's lines; of none when there is no such file.
   *
   * @throws Failure if the parser throws an {@link IllegalArgumentException}
   */
  public <T> T parse(String absolute, Function<ImmutableList<String>, T> parser) {
    return parsed(absolute, lines(absolute), parser);
  }

  /**
   * What a parser makes of the file's text; empty when there is no such file.
   *
   * @throws Failure if the parser throws an {@link IllegalArgumentException}
   */
  public <T> Optional<T> value(String absolute, Function<String, T> parser) {
    return text(absolute).map(text -> parsed(absolute, text, parser));
  }

  private static <S, T> T parsed(String absolute, S source, Function<S, T> parser) {
    try {
      return parser.apply(source);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          "understand a file of the kernel",
          absolute,
          String.valueOf(e.getMessage()),
          "This kernel writes it in another way than those that osswap knows; report it.",
          e);
    }
  }

  /** The file's bytes; empty when there is no such file, or none any more. */
  public Optional<byte[]> bytes(String absolute) {
    try (InputStream in = Files.newInputStream(path(absolute))) {
      return Optional.of(whole(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // sysfs says "No such device" of what goes away while it is read.
      if (!exists(absolute)) {
        return Optional.empty();
      }
      throw new UncheckedIOException(absolute + ": " + e.getMessage(), e);
    }
  }

  /**
   * In large pieces: a number in /proc/sys is there for the first read alone, and Java's own way to read a
   * file that says it is empty begins with a single byte.
   */
  private static byte[] whole(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      all.write(piece, 0, count);
    }
    return all.toByteArray();
  }

  /** Sorted names in a directory; none when there is no such directory. */
  public ImmutableList<String> list(String absolute) {
    try (Stream<Path> entries = Files.list(path(absolute))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return ImmutableList.of();
    } catch (IOException e) {
      throw new UncheckedIOException(absolute + ": " + e.getMessage(), e);
    }
  }

  /** The last name of a symbolic link's target: a device's driver, say. Empty when no link. */
  public Optional<String> linkName(String absolute) {
    Path link = path(absolute);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readSymbolicLink(link).getFileName().toString());
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it went away meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(absolute + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a kernel file in one write(2).
   *
   * @throws IOException with the kernel's answer, for the caller to put into its failure
   */
  public void write(String absolute, String value) throws IOException {
    Files.write(
        path(absolute), value.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
