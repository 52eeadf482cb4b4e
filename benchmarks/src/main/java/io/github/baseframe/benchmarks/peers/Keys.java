package io.github.baseframe.benchmarks.peers;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server needs for TLS: a key on the curve P-256 and a certificate that nobody signed. */
public final class Keys {

  static final String PASSWORD = "of no account";

  private Keys() {}

  private static X509Bundle make() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=benchmark")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /** Makes a key as Tomcat wants it. */
  static KeyStore keyStore() throws Exception {
    return make().toKeyStore(PASSWORD.toCharArray());
  }

  /** Makes a key as Netty wants it. */
  static KeyManagerFactory managers() throws Exception {
    return make().toKeyManagerFactory();
  }

  /**
   * Makes a context with a new key, which is what most servers want.
   *
   * @return a context for servers
   * @throws Exception if that fails
   */
  public static SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers().getKeyManagers(), null, null);
    return context;
  }
}
