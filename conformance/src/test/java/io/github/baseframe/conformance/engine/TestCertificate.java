package io.github.baseframe.conformance.engine;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody has signed, made when the tests run, and a server's context with it.
 */
public final class TestCertificate {

  private final Path pem;
  private final Path privateKey;
  private final SSLContext serverContext;
  private final SSLContext clientContext;

  /**
   * Makes a certificate.
   *
   * @param directory where its file goes
   * @param host whom it is for, besides 127.0.0.1
   * @throws Exception if that fails
   */
  public TestCertificate(Path directory, String host) throws Exception {
    X509Bundle keys =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test")
            .addSanDnsName(host)
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    pem = Files.writeString(directory.resolve("certificate.pem"), keys.getCertificatePEM());
    privateKey = Files.writeString(directory.resolve("key.pem"), keys.getPrivateKeyPEM());
    serverContext = SSLContext.getInstance("TLS");
    serverContext.init(keys.toKeyManagerFactory().getKeyManagers(), null, null);
    clientContext = SSLContext.getInstance("TLS");
    clientContext.init(null, keys.toTrustManagerFactory().getTrustManagers(), null);
  }

  /**
   * Returns the certificate alone.
   *
   * @return a PEM file
   */
  public Path pem() {
    return pem;
  }

  /**
   * Returns what a server needs.
   *
   * @return a context with the key
   */
  public SSLContext serverContext() {
    return serverContext;
  }

  /**
   * Returns the key of it.
   *
   * @return a PEM file
   */
  public Path privateKey() {
    return privateKey;
  }

  /**
   * Returns what a client needs.
   *
   * @return a context that trusts it
   */
  public SSLContext clientContext() {
    return clientContext;
  }
}
