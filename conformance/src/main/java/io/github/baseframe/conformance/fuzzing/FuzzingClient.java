package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.SocketLink;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** Tests a server that echoes: every case has a connection of its own. For any thread. */
public final class FuzzingClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final WebSocketUri uri;
  private final SecureRandom random = new SecureRandom();

  /**
   * Sets the target.
   *
   * @param uri where the server echoes, {@code ws://host:port/path}
   * @throws IllegalArgumentException if it is no such URI
   */
  public FuzzingClient(String uri) {
    this.uri = WebSocketUri.parse(uri);
    if (this.uri.secure()) {
      throw new IllegalArgumentException("TLS is not supported: " + this.uri);
    }
  }

  /**
   * Runs one case. Blocks until it is over, in bounded time.
   *
   * @param conformanceCase the case
   * @return the verdict; a failure if the opening handshake fails
   * @throws IOException if no connection can be made
   */
  public CaseResult run(ConformanceCase conformanceCase) throws IOException {
    InetSocketAddress address = new InetSocketAddress(uri.host(), uri.port());
    try (Link link = SocketLink.connect(address, CONNECT_TIMEOUT)) {
      if (conformanceCase.handshake() != null) {
        return CaseRunner.runFromRequest(
            conformanceCase, link, uri.hostHeader(), uri.resourceName());
      }
      Opening opening = new Opening(link);
      CompressionNegotiation compression = CompressionNegotiation.of(conformanceCase);
      try {
        open(opening, compression);
      } catch (IOException | HandshakeException e) {
        return CaseResult.notOpened(
            conformanceCase, "The opening handshake failed: " + e.getMessage() + ".");
      }
      return CaseRunner.run(
          conformanceCase,
          link,
          Role.CLIENT,
          opening.early(),
          CompressionNegotiation.agreement(compression));
    }
  }

  private void open(Opening opening, CompressionNegotiation compression)
      throws IOException, HandshakeException {
    ClientHandshake handshake =
        new ClientHandshake(uri, List.of(), HttpFields.EMPTY, compression, random);
    opening.write(handshake.request().toBytes());
    handshake.verify(opening.readHead(Role.CLIENT));
  }
}
