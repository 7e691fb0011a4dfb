package org.osswap.handoff;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate, byte for byte.
 *
 * <p>Names say nothing here, since there is no DNS between two halves of one machine; neither do
 * dates, since the successor's clock is set over the very connection that this opens. What bounds a
 * certificate's life is that each swap makes its own, and trusts no other. TLS itself proves that the
 * peer has the certificate's key.
 */
final class PinnedPeer extends X509ExtendedTrustManager {
  private final X509Certificate pinned;

  PinnedPeer(X509Certificate pinned) {
    this.pinned = pinned;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain == null
        || chain.length == 0
        || !MessageDigest.isEqual(chain[0].getEncoded(), pinned.getEncoded())) {
      throw new CertificateException("not the certificate of this swap's other side");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {pinned};
  }
}
