package org.osswap.handoff;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A self-signed certificate for a P-256 key: the least that X.509 allows (RFC 5280, section 4.1).
 *
 * <p>The Java runtime makes such certificates only through its keytool, a JVM of its own for each,
 * which takes minutes on a machine whose CPUs are mostly quiesced. Keys and signatures are the
 * runtime's; only the encoding (DER, X.690) is done here.
 */
final class SelfSigned {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  /** Context-specific tag 0, constructed: the version. */
  private static final int VERSION = 0xa0;

  private static final byte VERSION_3 = 2;

  /** id-at-commonName, 2.5.4.3 (RFC 5280, appendix A.1). */
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758, section 3.2). */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private SelfSigned() {}

  /** A certificate of the key for itself. */
  static X509Certificate certificate(KeyPair key, String name, Instant from, Instant until)
      throws GeneralSecurityException {
    byte[] algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
    byte[] subject = name(name);
    byte[] toBeSigned =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, new byte[] {VERSION_3})),
            der(INTEGER, new BigInteger(63, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
            algorithm,
            subject,
            der(SEQUENCE, time(from), time(until)),
            subject,
            key.getPublic().getEncoded());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(toBeSigned);
    byte[] whole =
        der(SEQUENCE, toBeSigned, algorithm, der(BIT_STRING, new byte[] {0}, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String commonName) {
    return der(
        SEQUENCE,
        der(
            SET,
            der(
                SEQUENCE,
                der(OBJECT_IDENTIFIER, COMMON_NAME),
                der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  /** UTCTime through the year 2049, GeneralizedTime after it (RFC 5280, section 4.1.2.5). */
  private static byte[] time(Instant instant) {
    String text = TIME.format(instant);
    return text.compareTo("2050") < 0
        ? der(UTC_TIME, text.substring(2).getBytes(StandardCharsets.US_ASCII))
        : der(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Tag, length in the shortest definite form, contents (X.690, section 10.1). */
  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = Bytes.concat(parts);
    int length = content.length;
    byte[] head;
    if (length < 0x80) {
      head = new byte[] {(byte) tag, (byte) length};
    } else if (length < 0x100) {
      head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
    } else {
      head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    }
    return Bytes.concat(head, content);
  }
}
