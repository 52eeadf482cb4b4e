package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The bytes of an opening handshake, in either role. For one thread. */
final class Opening {

  private static final long TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BUFFER_OCTETS = 16 * 1024;

  private final Link link;
  private final WireLog wireLog;
  private final long deadline;
  private final ByteBuffer received = ByteBuffer.allocate(BUFFER_OCTETS).limit(0);

  /** The log gets what is sent and received. */
  Opening(Link link, WireLog wireLog) {
    this.link = link;
    this.wireLog = wireLog;
    this.deadline = link.now() + TIMEOUT_NANOS;
  }

  /** Sends all octets. */
  void write(byte[] octets) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(octets);
    try {
      while (out.hasRemaining()) {
        received.compact();
        boolean alive = received.hasRemaining() && link.transfer(out, received, deadline);
        received.flip();
        requireTime(alive);
      }
    } finally {
      wireLog.addHead(true, octets, 0, out.position());
    }
  }

  HttpHead readRequest() throws IOException, HandshakeException {
    return readHead(Role.SERVER);
  }

  /** Reads the response that is not an interim one (RFC 9110 15.2). */
  HttpHead readResponse() throws IOException, HandshakeException {
    HttpHead response = readHead(Role.CLIENT);
    for (int i = 0; ClientHandshake.isInterim(response); i++) {
      if (i == CaseRunner.MAX_INTERIM_RESPONSES) {
        throw new IOException("the server sent too many interim responses");
      }
      response = readHead(Role.CLIENT);
    }
    return response;
  }

  private HttpHead readHead(Role reader) throws IOException, HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(reader, HttpLimits.DEFAULT);
    while (!parse(parser)) {
      boolean alive = link.transfer(ByteBuffer.allocate(0), received.clear(), deadline);
      received.flip();
      if (!received.hasRemaining()) {
        requireTime(alive);
      }
    }
    return parser.head();
  }

  /** Parses what was received, and logs what was parsed; all of it if it is no head. */
  private boolean parse(HttpHeadParser parser) throws HandshakeException {
    int from = received.position();
    int to = received.limit();
    try {
      boolean complete = parser.parse(received);
      to = received.position();
      return complete;
    } finally {
      wireLog.addHead(false, received.array(), from, to);
    }
  }

  /** What came behind the head: the first frames. */
  ByteBuffer early() {
    return received;
  }

  private void requireTime(boolean alive) throws IOException {
    if (!alive) {
      throw new IOException("the connection ended during the opening handshake");
    }
    if (link.now() - deadline >= 0) {
      throw new IOException("the opening handshake took too long");
    }
  }
}
