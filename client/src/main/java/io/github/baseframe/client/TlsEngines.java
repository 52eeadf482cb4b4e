package io.github.baseframe.client;

import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Makes the TLS engines of a client: whom it talks to is checked in any case. */
final class TlsEngines {

  private TlsEngines() {}

  /**
   * Makes an engine for one connection.
   *
   * @param configured where keys and trust come from, or null for the JDK's default
   * @param uri of the server
   * @throws SSLException if there is no default
   */
  static SSLEngine create(SSLContext configured, WebSocketUri uri) throws SSLException {
    SSLEngine engine = context(configured).createSSLEngine(uri.host(), uri.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    // RFC 2818: the certificate must be this host's. No setting turns it off.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(serverNames(uri.host()));
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The host for Server Name Indication, which RFC 6455 4.1 asks for; an address is no name. */
  private static List<SNIServerName> serverNames(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.indexOf(':') >= 0 || Character.isDigit(name.charAt(name.length() - 1))) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(name));
    } catch (IllegalArgumentException e) {
      // Such as a name with an underscore: it may resolve, but TLS has no way to say it.
      return List.of();
    }
  }

  private static SSLContext context(SSLContext configured) throws SSLException {
    if (configured != null) {
      return configured;
    }
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new SSLException("no default TLS context", e);
    }
  }
}
