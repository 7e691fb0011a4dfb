package org.osswap.handoff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client that is not gRPC's, for what that one would never send. */
final class RawPeer implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;
  private static final String CONNECTION_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  // RFC 9113, section 6
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;

  private final Socket socket;

  private RawPeer(Socket socket) {
    this.socket = socket;
  }

  /** Speaks TCP alone. */
  static RawPeer plain(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    return new RawPeer(socket);
  }

  /** Speaks TLS, and shows a certificate whether it has its key or not. */
  static RawPeer tls(int port, String version, X509Certificate shown, PrivateKey key)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new Shown(shown, key)},
        new TrustManager[] {new TrustsAll()},
        new SecureRandom());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return new RawPeer(socket);
  }

  void send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  void sendPreface() throws IOException {
    send(CONNECTION_PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0);
  }

  /** Opens stream 1: a call of this method, gRPC over HTTP/2, literal header fields (RFC 7541). */
  void call(String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String[][] fields = {
      {":method", "POST"}, {":scheme", "https"}, {":path", path}, {":authority", "osswap"},
      {"content-type", "application/grpc"}, {"te", "trailers"}
    };
    for (String[] field : fields) {
      block.write(0);
      for (String text : field) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      }
    }
    frame(HEADERS, END_HEADERS, 1, block.toByteArray());
  }

  /** A message that says it has {@code length} bytes, and the first of them. */
  void beginMessage(int length, byte... first) throws IOException {
    frame(
        DATA, 0, 1,
        ByteBuffer.allocate(5 + first.length).put((byte) 0).putInt(length).put(first).array());
  }

  private void frame(int type, int flags, int stream, byte... payload) throws IOException {
    send(
        ByteBuffer.allocate(9 + payload.length)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  /** What comes until the other side closes, as text; also when it resets. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[4096];
    try {
      InputStream in = socket.getInputStream();
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        all.write(some, 0, count);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      all.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The first bytes that come. */
  String readSome() throws IOException {
    byte[] some = new byte[4096];
    int count = socket.getInputStream().read(some);
    return count < 0 ? "" : new String(some, 0, count, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket over) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket over) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Shown extends X509ExtendedKeyManager {
    private final X509Certificate certificate;
    private final PrivateKey key;

    Shown(X509Certificate certificate, PrivateKey key) {
      this.certificate = certificate;
      this.key = key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"x"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket over) {
      return "x";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket over) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
