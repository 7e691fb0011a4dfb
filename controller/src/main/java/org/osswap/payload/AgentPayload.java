package org.osswap.payload;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.osswap.base.Failure;
import org.osswap.launch.cpio.CpioWriter;

/**
 * The archive that is appended to a target's initrd: osswap as it is installed here, the agent's
 * unit, and the files of this one swap.
 *
 * <p>It's two cpio archives in a row, which the kernel unpacks one after the other over the target's
 * own: a plain one for what is compressed already, and a gzip one for the rest (which takes {@code
 * CONFIG_RD_GZIP} in the target's kernel). It must begin at a multiple of four bytes: pad the initrd
 * before it with zeros. It holds keys, so the file that it's built in is for root alone.
 */
public final class AgentPayload {
  /** Where osswap is installed on the successor. */
  public static final String HOME = "/opt/osswap";

  public static final String COMMAND = "/usr/local/bin/osswap";

  /** This swap's configuration and credentials; a directory for root alone. */
  public static final String CONFIG_DIRECTORY = "/etc/osswap";

  /** What the agent reads first; the unit does nothing without it. */
  public static final String SWAP_CONFIG = CONFIG_DIRECTORY + "/swap.json";

  /** The agent's systemd unit. */
  public static final String UNIT = AgentUnit.NAME;

  /** systemd sets the clock forward to this file's time when the hardware has no older truth. */
  static final String CLOCK_EPOCH = "/usr/lib/clock-epoch";

  /** Limit of the archive's size, so that it fits beside any image. */
  public static final long MAX_SIZE = 64L << 20;

  private static final String STEP = "build the agent's payload";

  private final Path home;
  private final Instant now;

  private AgentPayload(Path home, Instant now) {
    this.home = home;
    this.now = now;
  }

  /**
   * Builds the archive.
   *
   * @param target the file to build it in; replaced if it exists
   * @param home this side's installation: the directory with {@code bin}, {@code lib}, {@code
   *     runtime} and {@code criu}
   * @param now the time from which the successor's clock starts
   * @param files what else the successor needs, {@link #SWAP_CONFIG} among it
   * @return the archive
   * @throws Failure if the installation is incomplete or the archive becomes too large
   */
  public static ByteSource build(Path target, Path home, Instant now, List<PayloadFile> files) {
    if (files.stream().noneMatch(file -> file.path().equals(SWAP_CONFIG))) {
      throw new IllegalArgumentException("no " + SWAP_CONFIG);
    }
    try {
      new AgentPayload(home.toRealPath(), now).write(target, files);
      long size = Files.size(target);
      if (size > MAX_SIZE) {
        throw new Failure(
            STEP,
            home.toString(),
            size + " bytes are more than the " + MAX_SIZE + " allowed",
            "Remove from the installation what doesn't belong to osswap.");
      }
      return MoreFiles.asByteSource(target);
    } catch (IOException e) {
      throw new Failure(
          STEP,
          home.toString(),
          String.valueOf(e.getMessage()),
          "See that osswap's distribution is complete and that there is space for "
              + target
              + ".",
          e);
    }
  }

  /**
   * Bytes that an installation takes where it is unpacked.
   *
   * @throws Failure if it can't be read
   */
  public static long unpackedSize(Path home) {
    try (Stream<Path> paths = Files.walk(home.toRealPath())) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(Path::toFile)
          .mapToLong(File::length)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      throw new Failure(STEP, home.toString(), e.toString(), "See that osswap's distribution is complete.", e);
    }
  }

  private void write(Path target, List<PayloadFile> files) throws IOException {
    PayloadTree plain = new PayloadTree(now);
    PayloadTree packed = new PayloadTree(now);
    addInstallation(plain, packed);
    packed.symlink(COMMAND, HOME + "/bin/osswap");
    packed.file(AgentUnit.PATH, 0644, bytes(AgentUnit.text()));
    packed.symlink(AgentUnit.WANTED, "../" + AgentUnit.NAME);
    packed.file(CLOCK_EPOCH, 0644, ByteSource.empty());
    packed.directory(CONFIG_DIRECTORY, 0700);
    for (PayloadFile file : files) {
      if (file.isSecret() && file.path().startsWith(CONFIG_DIRECTORY + "/")) {
        packed.directory(file.path().substring(0, file.path().lastIndexOf('/')), 0700);
      }
      packed.file(file.path(), file.mode(), file.content());
    }

    Files.deleteIfExists(target);
    Files.createFile(
        target,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = open(target);
        CpioWriter cpio = new CpioWriter(out)) {
      plain.write(cpio);
    }
    try (OutputStream out = new FastGzip(open(target));
        CpioWriter cpio = new CpioWriter(out)) {
      packed.write(cpio);
    }
  }

  private void addInstallation(PayloadTree plain, PayloadTree packed) throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = HOME + (path.equals(home) ? "" : "/" + home.relativize(path));
        if (Files.isSymbolicLink(path)) {
          packed.symlink(name, Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          plain.directory(name, 0755);
        } else {
          (isCompressed(path) ? plain : packed)
              .file(
                  name,
                  Files.isExecutable(path) ? 0755 : 0644,
                  Files.getLastModifiedTime(path).toInstant(),
                  MoreFiles.asByteSource(path));
        }
      }
    }
    for (String needed : List.of("bin/osswap", "runtime/bin/java", "criu")) {
      if (!Files.exists(home.resolve(needed))) {
        throw new IOException("no " + needed);
      }
    }
  }

  private static boolean isCompressed(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".jar") || name.equals("modules");
  }

  private static OutputStream open(Path target) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(target, StandardOpenOption.APPEND), 1 << 16);
  }

  private static ByteSource bytes(String text) {
    return ByteSource.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The successor waits for this: speed before size. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(2); // as fast as BEST_SPEED, and a thirtieth smaller
    }
  }
}
