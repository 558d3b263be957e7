package dev.palisade.node.kube;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The service account directory ({@code token}, {@code ca.crt}). The kubelet renews both in place,
 * so they are read again for each request; a changed CA makes a new client.
 */
public final class Credentials {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private final Path directory;
  private byte[] authority;
  private HttpClient client;

  public Credentials(Path directory) {
    this.directory = directory;
  }

  String token() throws IOException {
    return Files.readString(directory.resolve("token")).strip();
  }

  /** The client that trusts the current CA; with no {@code ca.crt}, the JDK's own trust. */
  synchronized HttpClient client() throws IOException {
    Path file = directory.resolve("ca.crt");
    byte[] now = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (client == null || !Arrays.equals(now, authority)) {
      client = build(now);
      authority = now;
    }
    return client;
  }

  private static HttpClient build(byte[] authority) throws IOException {
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    return authority.length == 0
        ? builder.build()
        : builder.sslContext(trusting(authority)).build();
  }

  private static SSLContext trusting(byte[] authority) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null);
      int index = 0;
      var factory = CertificateFactory.getInstance("X.509");
      for (var certificate : factory.generateCertificates(new ByteArrayInputStream(authority))) {
        store.setCertificateEntry("ca" + index++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("ca.crt of the service account cannot be used: " + e.getMessage(), e);
    }
  }
}
