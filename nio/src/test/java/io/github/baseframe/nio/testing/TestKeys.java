package io.github.baseframe.nio.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** A key and a certificate for "localhost" that nobody has signed, made when the tests run. */
public final class TestKeys {

  public static final String PASSWORD = "of no account";

  private final X509Bundle keys;

  public TestKeys() throws Exception {
    keys =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** Has the key, and trusts the certificate: good for both sides. */
  public SSLContext context() throws Exception {
    return context(keys.toKeyManagerFactory().getKeyManagers());
  }

  /** Trusts the certificate, and has none of its own. */
  public SSLContext trusting() throws Exception {
    return context(null);
  }

  private SSLContext context(KeyManager[] own) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, keys.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  /** Writes the key and the certificate to a PKCS #12 file, which is deleted in the end. */
  public Path keystore() throws Exception {
    return keys.toTempKeyStoreFile(PASSWORD.toCharArray()).toPath();
  }
}
