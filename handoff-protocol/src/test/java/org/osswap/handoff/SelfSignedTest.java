package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

final class SelfSignedTest {
  @Test
  void theRuntimeReadsAndVerifiesWhatWasMade() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    Instant from = Instant.parse("2026-11-20T00:00:00Z");
    Instant until = Instant.parse("2051-01-01T00:00:00Z");

    X509Certificate certificate = SelfSigned.certificate(key, "osswap successor", from, until);

    certificate.verify(key.getPublic());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=osswap successor");
    assertThat(certificate.getNotBefore()).isEqualTo(Date.from(from));
    assertThat(certificate.getNotAfter()).isEqualTo(Date.from(until));
    assertThat(certificate.getSerialNumber()).isPositive();
    assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
  }
}
