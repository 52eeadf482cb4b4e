package io.github.baseframe.protocol.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** A key and a certificate for "localhost" that nobody has signed, made when the tests run. */
final class TlsKeys {

  private final SSLContext context;

  TlsKeys() throws Exception {
    X509Bundle keys =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    context = SSLContext.getInstance("TLS");
    context.init(
        keys.toKeyManagerFactory().getKeyManagers(),
        keys.toTrustManagerFactory().getTrustManagers(),
        null);
  }

  /** An engine of a server that speaks one version. */
  SSLEngine server(String version) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }

  /** An engine of a client that speaks one version and wants to talk to a host. */
  SSLEngine client(String version, String host) {
    SSLEngine engine = context.createSSLEngine(host, 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {version});
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    // By itself an engine names no host without a dot.
    parameters.setServerNames(List.of(new SNIHostName(host)));
    engine.setSSLParameters(parameters);
    return engine;
  }

  SSLEngine client(String version) {
    return client(version, "localhost");
  }
}
