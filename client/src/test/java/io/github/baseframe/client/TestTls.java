package io.github.baseframe.client;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.SSLContext;

/** A key for "localhost" that is made when the tests run. */
final class TestTls {
  private TestTls() {}

  /** Makes a context that has the key of a server, and trusts its certificate. */
  static SSLContext newContext() throws Exception {
    X509Bundle keys =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys.toKeyManagerFactory().getKeyManagers(),
        keys.toTrustManagerFactory().getTrustManagers(),
        null);
    return context;
  }
}
