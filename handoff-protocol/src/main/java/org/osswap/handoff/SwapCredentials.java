package org.osswap.handoff;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/**
 * What one side of a swap proves itself with, and the one certificate that it accepts from the
 * other side.
 *
 * <p>A directory of credentials holds {@code SIDE.p12} (key and certificate), {@code SIDE.crt} (the
 * certificate alone, DER) and {@code store.pass} (the key stores' password); the files of both
 * sides where they were made, and only {@link #filesOf one side's} where that side runs.
 *
 * @param key this side's private key, EC P-256
 * @param own this side's certificate, self-signed
 * @param peer the other side's certificate; nothing else is trusted
 */
public record SwapCredentials(PrivateKey key, X509Certificate own, X509Certificate peer) {
  static final String ALIAS = "osswap";
  static final String PASSWORD_FILE = "store.pass";

  /**
   * Makes both sides' credentials for one swap.
   *
   * @param directory is created with mode 0700; must not hold credentials already
   * @throws Failure if keytool can't make them
   */
  public static void create(Path directory, ProcessRunner processes) {
    new CredentialMaker(directory, processes).make();
  }

  /**
   * Reads one side's credentials.
   *
   * @throws Failure if a file is missing or unreadable
   */
  public static SwapCredentials load(Path directory, Side side) {
    try {
      KeyStore store = openStore(directory, side);
      PrivateKey key = (PrivateKey) store.getKey(ALIAS, password(directory));
      X509Certificate own = (X509Certificate) store.getCertificate(ALIAS);
      if (key == null || own == null) {
        throw new GeneralSecurityException("no entry named " + ALIAS);
      }
      return new SwapCredentials(key, own, certificate(directory, side.other()));
    } catch (GeneralSecurityException | IOException e) {
      throw new Failure(
          "read the swap's credentials",
          directory.resolve(side.fileName() + ".p12").toString(),
          String.valueOf(e.getMessage()),
          "Start the swap again: credentials are made anew for each.",
          e);
    }
  }

  /** The names of the files that {@code side} needs; never the other side's key. */
  public static ImmutableList<String> filesOf(Side side) {
    return ImmutableList.of(
        side.fileName() + ".p12", side.other().fileName() + ".crt", PASSWORD_FILE);
  }

  @Override
  public String toString() {
    return own.getSubjectX500Principal().getName();
  }

  static KeyStore openStore(Path directory, Side side)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(side.fileName() + ".p12"))) {
      store.load(in, password(directory));
    }
    return store;
  }

  private static char[] password(Path directory) throws IOException {
    return Files.readString(directory.resolve(PASSWORD_FILE), StandardCharsets.US_ASCII)
        .strip()
        .toCharArray();
  }

  private static X509Certificate certificate(Path directory, Side side)
      throws GeneralSecurityException, IOException {
    byte[] der = Files.readAllBytes(directory.resolve(side.fileName() + ".crt"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der));
  }
}
