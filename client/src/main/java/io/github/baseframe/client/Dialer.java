package io.github.baseframe.client;

import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens the transport: TCP and, for {@code wss}, TLS, both within the connect timeout. */
final class Dialer {
  private final ClientConfig config;
  private final WebSocketUri uri;
  private final long startNanos = System.nanoTime();

  private Dialer(ClientConfig config, WebSocketUri uri) {
    this.config = config;
    this.uri = uri;
  }

  /** Connects. If it fails, everything is closed again. */
  static Transport dial(ClientConfig config, WebSocketUri uri) throws IOException {
    Dialer dialer = new Dialer(config, uri);
    Socket tcp = dialer.openTcp();
    Transport transport = null;
    try {
      tcp.setTcpNoDelay(config.tcpNoDelay());
      transport = new Transport(tcp, uri.secure() ? dialer.openTls(tcp) : tcp);
    } finally {
      if (transport == null) {
        Transport.abort(tcp);
      }
    }
    return transport;
  }

  /** Tries all addresses of the host, in the order of the resolver, until one answers. */
  private Socket openTcp() throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(uri.host());
    IOException failure = null;
    for (int i = 0; i < addresses.length; i++) {
      try {
        return openTcp(addresses[i], remaining().dividedBy(addresses.length - i));
      } catch (IOException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }

  private Socket openTcp(InetAddress address, Duration timeout) throws IOException {
    // Without NO_PROXY the JDK would ask system properties for a SOCKS proxy.
    Socket tcp = new Socket(Proxy.NO_PROXY);
    try {
      // Zero would mean to wait for ever.
      int millis = (int) Math.max(1, timeout.toMillis());
      tcp.connect(new InetSocketAddress(address, uri.port()), millis);
      return tcp;
    } catch (IOException e) {
      Transport.abort(tcp);
      throw named(e, Transport.format(address, uri.port()));
    }
  }

  /** The same exception, but with the address in its message, which the JDK leaves out. */
  private static IOException named(IOException e, String address) {
    String message = "cannot connect to " + address + ": " + e.getMessage();
    IOException named;
    if (e instanceof SocketTimeoutException) {
      named = new SocketTimeoutException(message);
    } else if (e instanceof ConnectException) {
      named = new ConnectException(message);
    } else {
      named = new IOException(message);
    }
    named.initCause(e);
    return named;
  }

  private Socket openTls(Socket tcp) throws IOException {
    return Deadline.enforce(
        "connecting to " + uri.hostHeader(),
        remaining(),
        () -> Transport.abort(tcp),
        () -> {
          SSLSocket tls =
              (SSLSocket)
                  sslContext().getSocketFactory().createSocket(tcp, uri.host(), uri.port(), true);
          SSLParameters parameters = tls.getSSLParameters();
          // RFC 2818: the certificate must be this host's. No setting turns it off.
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          parameters.setServerNames(serverNames());
          tls.setSSLParameters(parameters);
          tls.startHandshake();
          return tls;
        });
  }

  /** The host for Server Name Indication, which RFC 6455 4.1 asks for; an address is no name. */
  private List<SNIServerName> serverNames() {
    String host = uri.host();
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

  private SSLContext sslContext() throws SSLException {
    if (config.sslContext() != null) {
      return config.sslContext();
    }
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new SSLException("no default TLS context", e);
    }
  }

  private Duration remaining() {
    Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
    Duration left = config.connectTimeout().minus(passed);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
