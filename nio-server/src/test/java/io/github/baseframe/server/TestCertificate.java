package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.baseframe.server.tls.Der;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A certificate that nobody has signed, in PEM files. */
public final class TestCertificate {

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final int DNS_NAME = 0x82;
  private static final char[] NO_PASSWORD = {};

  private final X509Bundle keys;
  private final Path chain;
  private final Path key;

  private TestCertificate(X509Bundle keys, Path directory, String fileName) throws IOException {
    this.keys = keys;
    this.chain = directory.resolve(fileName + ".pem");
    this.key = directory.resolve(fileName + "-key.pem");
    write();
  }

  /** One of an elliptic curve, for the hosts of these names. */
  static TestCertificate ec(Path directory, String fileName, String... hosts) throws Exception {
    return of(new CertificateBuilder().ecp256(), directory, fileName, hosts);
  }

  static TestCertificate rsa(Path directory, String fileName, String... hosts) throws Exception {
    return of(new CertificateBuilder().rsa2048(), directory, fileName, hosts);
  }

  private static TestCertificate of(
      CertificateBuilder builder, Path directory, String fileName, String... hosts)
      throws Exception {
    // By hand: the builder takes no wildcards.
    byte[][] names =
        Arrays.stream(hosts)
            .map(host -> Der.element(DNS_NAME, host.getBytes(US_ASCII)))
            .toArray(byte[][]::new);
    builder
        .subject("CN=" + fileName)
        .setIsCertificateAuthority(true)
        .addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, Der.element(Der.SEQUENCE, names));
    return new TestCertificate(builder.buildSelfSigned(), directory, fileName);
  }

  /** Writes the files once more. */
  void write() throws IOException {
    Files.writeString(chain, keys.getCertificatePathPEM());
    Files.writeString(key, keys.getPrivateKeyPEM());
  }

  /** Writes the files of another certificate. */
  void writeTo(TestCertificate other) throws IOException {
    Files.copy(chain, other.chain, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(key, other.key, StandardCopyOption.REPLACE_EXISTING);
  }

  Path chain() {
    return chain;
  }

  Path key() {
    return key;
  }

  X509Certificate certificate() {
    return keys.getCertificate();
  }

  /** A client that has this certificate, and believes anybody. */
  SSLContext client() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", keys.getKeyPair().getPrivate(), NO_PASSWORD, keys.getCertificatePath());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), new TrustManager[] {new Credulous()}, null);
    return context;
  }

  /** A client without a certificate that believes anybody. */
  public static SSLContext anonymousClient() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    return context;
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
