package io.github.baseframe.benchmarks.peers;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a server needs for TLS: a key on the curve P-256 and a certificate that nobody signed; and
 * what its clients need.
 */
public final class Keys {

  /** The password of the key stores that are made here, and of the keys in them. */
  public static final String PASSWORD = "of no account";

  private Keys() {}

  private static X509Bundle make() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=benchmark")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /**
   * Makes a key in a store, as Tomcat and Baseframe's program want it.
   *
   * @return a store with a new key
   * @throws Exception if that fails
   */
  public static KeyStore keyStore() throws Exception {
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

  /**
   * Makes a context for clients that trust everybody: the server is one that we have started.
   *
   * @return a context for clients
   */
  public static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }
}
