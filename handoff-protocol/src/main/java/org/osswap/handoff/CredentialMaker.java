package org.osswap.handoff;

import com.google.common.io.BaseEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.osswap.base.Failure;

/** Makes a swap's two key pairs, and keeps them in PKCS #12 stores for root alone. */
final class CredentialMaker {
  /** The successor's clock may lag until the incumbent has set it. */
  static final Duration LAG = Duration.ofDays(2);

  static final Duration VALIDITY = Duration.ofDays(28);

  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  CredentialMaker(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  void make() {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
      Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
      char[] password = writePassword();
      for (Side side : Side.values()) {
        makeKeyPair(side, password);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    }
  }

  private char[] writePassword() throws IOException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String password = BaseEncoding.base16().encode(secret);
    writePrivate(
        directory.resolve(SwapCredentials.PASSWORD_FILE),
        password.getBytes(StandardCharsets.US_ASCII));
    return password.toCharArray();
  }

  private void makeKeyPair(Side side, char[] password)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    Instant now = Instant.now();
    X509Certificate certificate =
        SelfSigned.certificate(
            key, "osswap " + side.fileName(), now.minus(LAG), now.plus(VALIDITY));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry(
        SwapCredentials.ALIAS, key.getPrivate(), password, new Certificate[] {certificate});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    writePrivate(directory.resolve(side.fileName() + ".p12"), bytes.toByteArray());
    writePrivate(directory.resolve(side.fileName() + ".crt"), certificate.getEncoded());
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
