package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.TlsLink;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Tests a server that echoes: every case has a connection of its own. For any thread. */
public final class FuzzingClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final WebSocketUri uri;

  /** Null for the default of the Java platform. */
  private final SSLContext context;

  private final Dialer dialer;
  private final SecureRandom random = new SecureRandom();

  /**
   * Sets the target. A server by TLS needs a certificate that the Java platform trusts.
   *
   * @param uri where the server echoes, {@code ws://host:port/path} or {@code wss://}
   * @throws IllegalArgumentException if it is no such URI
   */
  public FuzzingClient(String uri) {
    this(uri, null);
  }

  /**
   * Sets the target, and whom to trust.
   *
   * @param uri where the server echoes, {@code ws://host:port/path} or {@code wss://}
   * @param context for {@code wss}; null for the default of the Java platform
   * @throws IllegalArgumentException if it is no such URI
   */
  public FuzzingClient(String uri, SSLContext context) {
    this(uri, context, InetAddress::getAllByName);
  }

  FuzzingClient(String uri, SSLContext context, Dialer.Resolver resolver) {
    this.uri = WebSocketUri.parse(uri);
    this.context = context;
    this.dialer = new Dialer(resolver, CONNECT_TIMEOUT);
  }

  /**
   * Runs one case. Blocks until it is over, in bounded time.
   *
   * @param conformanceCase the case
   * @return the verdict; a failure if the opening handshake fails
   * @throws IOException if no connection can be made in time; a {@link java.net.ConnectException}
   *     that names all addresses of the host if none of them answers
   */
  public CaseResult run(ConformanceCase conformanceCase) throws IOException {
    try (Link link = connect()) {
      if (conformanceCase.handshake() != null) {
        return CaseRunner.runFromRequest(
            conformanceCase, link, uri.hostHeader(), uri.resourceName());
      }
      WireLog wireLog = new WireLog();
      Opening opening = new Opening(link, wireLog);
      CompressionNegotiation compression = CompressionNegotiation.of(conformanceCase);
      try {
        open(opening, compression);
      } catch (IOException | HandshakeException e) {
        return CaseResult.notOpened(
            conformanceCase, "The opening handshake failed: " + e.getMessage() + ".", wireLog);
      }
      return CaseRunner.run(
          conformanceCase,
          link,
          Role.CLIENT,
          opening.early(),
          CompressionNegotiation.agreement(compression),
          wireLog);
    }
  }

  private Link connect() throws IOException {
    Link tcp = dialer.dial(uri.host(), uri.port());
    if (!uri.secure()) {
      return tcp;
    }
    try {
      SSLContext trust = context == null ? SSLContext.getDefault() : context;
      long deadline = tcp.now() + CONNECT_TIMEOUT.toNanos();
      return TlsLink.connect(tcp, trust, uri.host(), uri.port(), deadline);
    } catch (IOException e) {
      tcp.close();
      throw e;
    } catch (NoSuchAlgorithmException e) {
      tcp.close();
      throw new SSLException("no default TLS context", e);
    }
  }

  private void open(Opening opening, CompressionNegotiation compression)
      throws IOException, HandshakeException {
    ClientHandshake handshake =
        new ClientHandshake(uri, List.of(), HttpFields.EMPTY, compression, random);
    opening.write(handshake.request().toBytes());
    handshake.verify(opening.readResponse());
  }
}
