package io.github.baseframe.server;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The HTTP at the start of a connection: one request is read and answered, with the response of the
 * opening handshake, a page, or a refusal. Forgotten once the connection is open.
 */
final class HttpExchange {

  /**
   * What the request led to if it was granted.
   *
   * @param route whom it goes to
   * @param handshake what was agreed on
   */
  record Upgrade(Route route, AcceptedHandshake handshake) {}

  private final ServerConfig config;
  private final ExtensionNegotiator extension;

  /** Null before the first byte: who sends nothing costs nothing. */
  private HttpHeadParser parser;

  /** Null until there is an answer. */
  private ByteBuffer[] answer;

  HttpExchange(ServerConfig config, ExtensionNegotiator extension) {
    this.config = config;
    this.extension = extension;
  }

  /**
   * Reads the head, or a part of it.
   *
   * @param in consumed up to the end of the head
   * @return the upgrade, or null if there is none: yet, or at all if {@link #isAnswered}
   */
  Upgrade read(ByteBuffer in) {
    HttpHead request = null;
    try {
      if (parser == null) {
        parser = new HttpHeadParser(Role.SERVER, config.httpLimits());
      }
      if (!parser.parse(in)) {
        return null;
      }
      request = parser.head();
      return onHead(request);
    } catch (HandshakeException e) {
      refuse(e, request);
      return null;
    }
  }

  private Upgrade onHead(HttpHead request) throws HandshakeException {
    Route route = config.routes().find(request.path());
    boolean wantsPage =
        !ServerHandshake.isUpgrade(request) && config.responder().hasPage(request.path());
    if (route == null || wantsPage) {
      answer = config.responder().answer(request);
      return null;
    }
    AcceptedHandshake handshake = route.handshake().accept(request, extension);
    answer = new ByteBuffer[] {ByteBuffer.wrap(handshake.response().toBytes())};
    return new Upgrade(route, handshake);
  }

  private void refuse(HandshakeException refusal, HttpHead request) {
    answer = new ByteBuffer[] {ByteBuffer.wrap(ServerHandshake.refusal(refusal, request))};
  }

  /** The head has not come in time. Answered, unless nothing has come at all. */
  void timeOut() {
    if (parser != null) {
      refuse(HandshakeException.refusal(408, "the request took too long"), null);
    }
  }

  /** Something went wrong here that was not the client's fault. */
  void fail() {
    refuse(HandshakeException.refusal(500, "internal error"), null);
  }

  /** Says whether there is an answer, perhaps still to be written. */
  boolean isAnswered() {
    return answer != null;
  }

  /** Says whether some of the answer is still to be written. */
  boolean isUnwritten() {
    if (answer != null) {
      for (ByteBuffer segment : answer) {
        if (segment.hasRemaining()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Writes what the transport takes of the answer. */
  void write(Transport transport) throws IOException {
    transport.write(answer, 0, answer.length);
  }
}
