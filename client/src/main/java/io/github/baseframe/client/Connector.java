package io.github.baseframe.client;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The way to an open connection: TCP, TLS, opening handshake (RFC 6455 section 4.1). */
final class Connector {
  /** As many responses like 103 are let pass before the one that counts. */
  private static final int MOST_INTERIM_RESPONSES = 8;

  private final ClientConfig config;
  private final Transport transport;
  private final ByteBuffer received;

  private Connector(ClientConfig config, Transport transport) {
    this.config = config;
    this.transport = transport;
    this.received = ByteBuffer.allocate(config.readBufferBytes()).limit(0);
  }

  /**
   * What an opening handshake leaves behind.
   *
   * @param transport carries frames from now on
   * @param handshake what was agreed on
   * @param received the read buffer, with the frames that came together with the response
   */
  record Opened(Transport transport, AcceptedHandshake handshake, ByteBuffer received) {}

  /** Connects. If it fails, everything is closed again. */
  static Opened connect(ClientConfig config, WebSocketUri uri, ClientHandshake handshake)
      throws IOException {
    Transport transport = Dialer.dial(config, uri);
    Connector connector = new Connector(config, transport);
    Opened opened = null;
    try {
      opened =
          Deadline.enforce(
              "the opening handshake",
              config.handshakeTimeout(),
              transport::abort,
              () -> connector.shakeHands(handshake));
    } finally {
      if (opened == null) {
        transport.abort();
      }
    }
    return opened;
  }

  private Opened shakeHands(ClientHandshake handshake) throws IOException {
    try {
      return new Opened(transport, handshake.verify(request(handshake)), received);
    } catch (HandshakeException e) {
      throw new IOException(describe(e), e);
    }
  }

  /** Sends the request and returns the response. */
  private HttpHead request(ClientHandshake handshake) throws IOException, HandshakeException {
    byte[] request = handshake.request().toBytes();
    transport.write(request, request.length);
    HttpHead response = readHead();
    for (int i = 0; ClientHandshake.isInterim(response); i++) {
      if (i == MOST_INTERIM_RESPONSES) {
        throw new IOException("opening handshake failed: too many interim responses");
      }
      response = readHead();
    }
    return response;
  }

  /** Reads one head; what follows it stays in the buffer. */
  private HttpHead readHead() throws IOException, HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(Role.CLIENT, config.httpLimits());
    while (!parser.parse(received)) {
      int count = transport.read(received.array());
      if (count < 0) {
        throw new EOFException(
            "opening handshake failed: the server closed the connection without an answer");
      }
      received.clear().limit(count);
    }
    return parser.head();
  }

  /** Names a redirect's target, because redirects are not followed. */
  private static String describe(HandshakeException e) {
    String location = e.status() / 100 == 3 ? e.fields().first("Location") : null;
    return "opening handshake failed: "
        + e.getMessage()
        + (location == null ? "" : ", Location: " + location);
  }
}
