package org.osswap.handoff;

import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/** Makes a swap's two key pairs with the Java runtime's own keytool. */
final class CredentialMaker {
  /** The successor's clock may lag until the incumbent has set it. */
  static final String START = "-2d";

  static final int VALID_DAYS = 30;

  /** Seconds where it is quick; software emulation with busy CPUs needs far more. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final ProcessRunner processes;

  CredentialMaker(Path directory, ProcessRunner processes) {
    this.directory = directory.toAbsolutePath();
    this.processes = processes;
  }

  void make() {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
      Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
      writePassword();
      // The directory is closed to others before keytool, which minds no modes, writes into it.
      CompletableFuture<Void> successor =
          CompletableFuture.runAsync(() -> makeKeyPair(Side.SUCCESSOR));
      makeKeyPair(Side.INCUMBENT);
      successor.join();
      for (Side side : Side.values()) {
        exportCertificate(side);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : failure(e.getMessage(), e);
    }
  }

  private void writePassword() throws IOException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    writePrivate(
        directory.resolve(SwapCredentials.PASSWORD_FILE),
        BaseEncoding.base16().encode(secret).getBytes(StandardCharsets.US_ASCII));
  }

  /** The password goes through a file: arguments and environments are there for others to read. */
  private void makeKeyPair(Side side) {
    Path store = directory.resolve(side.fileName() + ".p12");
    if (Files.exists(store, LinkOption.NOFOLLOW_LINKS)) {
      throw failure(store + " exists", null);
    }
    processes
        .run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias", SwapCredentials.ALIAS,
                "-keyalg", "EC",
                "-groupname", "secp256r1",
                "-sigalg", "SHA256withECDSA",
                "-dname", "CN=osswap " + side.fileName(),
                "-startdate", START,
                "-validity", Integer.toString(VALID_DAYS),
                "-storetype", "PKCS12",
                "-keystore", store.toString(),
                "-storepass:file", directory.resolve(SwapCredentials.PASSWORD_FILE).toString()),
            LIMIT)
        .orFail(
            "make the swap's credentials",
            side.fileName(),
            "See that the Java runtime has bin/keytool and that the directory can be written.");
  }

  private void exportCertificate(Side side) throws IOException, GeneralSecurityException {
    Path store = directory.resolve(side.fileName() + ".p12");
    Files.setPosixFilePermissions(store, FILE_MODE);
    writePrivate(
        directory.resolve(side.fileName() + ".crt"),
        SwapCredentials.openStore(directory, side)
            .getCertificate(SwapCredentials.ALIAS)
            .getEncoded());
  }

  private static void writePrivate(Path file, byte[] content) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE_MODE));
    Files.write(file, content, StandardOpenOption.WRITE);
  }

  private Failure failure(String reason, Throwable cause) {
    return new Failure(
        "make the swap's credentials",
        directory.toString(),
        reason,
        "Name a directory of its own for each swap, on a file system that can be written.",
        cause);
  }
}
