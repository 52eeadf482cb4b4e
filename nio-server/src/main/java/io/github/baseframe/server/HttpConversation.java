package io.github.baseframe.server;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.connection.Conversation;
import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.websocket.WebSocketConversation;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.server.monitoring.ServerObserver.Request;
import io.github.baseframe.server.peer.Forwarded;
import io.github.baseframe.server.watch.Monitor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP at the start of a connection: one request is read and answered, with a page, a refusal,
 * or the response of the opening handshake, with which the WebSocket conversation begins.
 */
final class HttpConversation implements Conversation {

  private static final ByteBuffer[] NOTHING = {};

  private static final HandshakeException SHORT_OF_MEMORY =
      HandshakeException.refusal(
          503, "out of memory, try again later", HttpFields.EMPTY.with("Retry-After", "5"));

  private final HttpTerms terms;
  private final Connection connection;
  private final long startNanos;

  /** After how many nanoseconds the peer may shake hands; 0 if now. */
  private final long waitNanos;

  /** Null before the first byte: who sends nothing costs nothing. */
  private HttpHeadParser parser;

  /** Null until there is an answer. */
  private ByteBuffer[] answer;

  /** How much memory of the head the loop counts as held. */
  private int countedBytes;

  /** Whether there will be nothing to answer. */
  private boolean finished;

  HttpConversation(HttpTerms terms, Connection connection, long waitNanos) {
    this.terms = terms;
    this.connection = connection;
    this.startNanos = connection.loop().now();
    this.waitNanos = waitNanos;
  }

  // ---- Reading

  @Override
  public void receive(ByteBuffer in) {
    if (answer != null) {
      return;
    }
    HttpHead request = null;
    try {
      if (parser == null) {
        parser = new HttpHeadParser(Role.SERVER, terms.limits());
      }
      if (parser.parse(in)) {
        count(0);
        request = parser.head();
        onHead(request, in);
      } else {
        count(parser.heldBytes());
      }
    } catch (HandshakeException e) {
      refuse(e, request);
    }
  }

  private void count(int bytes) {
    if (bytes != countedBytes) {
      connection.loop().memory().take(bytes - countedBytes);
      countedBytes = bytes;
    }
  }

  private void onHead(HttpHead request, ByteBuffer rest) throws HandshakeException {
    if (connection.loop().memory().isShort()) {
      connection.loop().onRefusedForMemory();
      throw SHORT_OF_MEMORY;
    }
    Forwarded forwarded = identify(request);
    Route route = terms.routes().find(request.path());
    boolean wantsPage =
        !ServerHandshake.isUpgrade(request) && terms.responder().hasPage(request.path());
    if (route == null || wantsPage) {
      ByteBuffer[] page = terms.responder().answer(request, terms.date().field());
      statistics().add(Count.PAGES, 1);
      tell(request, 200, page.length < 2 ? 0 : page[1].remaining(), Optional.empty());
      answer(page);
      return;
    }
    AcceptedHandshake handshake =
        ServerHandshake.accept(request, route.handshake(), terms.extension(), forwarded::hostOr);
    terms.pending().remove(connection);
    statistics().add(Count.HANDSHAKES, 1);
    tell(request, 101, 0, Optional.empty());
    WebSocketConversation.begin(
            route.terms(),
            terms.webSockets(),
            connection,
            null,
            handshake.with(connection.tlsSession()),
            ByteBuffer.wrap(handshake.response().with(terms.date().field()).toBytes()))
        .receive(rest);
  }

  private void move(SocketAddress from, SocketAddress to) throws HandshakeException {
    try {
      terms.places().move(from, to);
    } catch (HandshakeException e) {
      statistics().add(Places.limitOf(e));
      throw e;
    }
  }

  /** Finds out who the peer is, and whether it may shake hands now. */
  private Forwarded identify(HttpHead request) throws HandshakeException {
    SocketAddress from = connection.peerAddress();
    Forwarded forwarded = terms.proxies().forwarded(request.fields(), from);
    SocketAddress peer = forwarded.peer();
    long wait = waitNanos;
    if (!peer.equals(from)) {
      move(from, peer);
      connection.peerIs(peer);
      wait = terms.places().nanosToWait(peer, connection.loop().now());
    }
    if (wait > 0) {
      statistics().add(LimitHit.HANDSHAKE_RATE);
      throw Places.tooMany("too many handshakes", wait);
    }
    return forwarded;
  }

  private void refuse(HandshakeException refusal, HttpHead request) {
    statistics().addRefusal(refusal.status());
    refusal.rule().ifPresent(statistics()::add);
    connection.loop().log().debug(() -> refusal(refusal));
    tell(request, refusal.status(), 0, refusal.rule());
    answer(ByteBuffer.wrap(ServerHandshake.refusal(refusal, request, terms.date().field())));
  }

  private String refusal(HandshakeException refusal) {
    return connection.peerAddress() + " gets " + refusal.status() + ": " + refusal.getMessage();
  }

  private LoopStatistics statistics() {
    return connection.loop().statistics();
  }

  private void tell(HttpHead request, int status, long bodyBytes, Optional<Rule> brokenRule) {
    Monitor monitor = terms.monitor();
    if (monitor.isObserved()) {
      monitor.answered(
          new Request(
              connection.peerAddress(),
              request == null ? "" : request.method(),
              request == null ? "" : request.target(),
              request == null ? 1 : request.minorVersion(),
              status,
              bodyBytes,
              brokenRule,
              Duration.ofNanos(connection.loop().now() - startNanos)));
    }
  }

  private void answer(ByteBuffer... segments) {
    count(0);
    answer = segments;
    terms.pending().remove(connection);
    connection.phaseEnded();
  }

  @Override
  public void inputEnded() {
    finished = answer == null;
  }

  /** While the answer goes out, no other request is read. */
  @Override
  public boolean isFull() {
    return waitingBytes() > 0;
  }

  // ---- Writing

  @Override
  public void write(Transport transport) throws IOException {
    if (waitingBytes() > 0) {
      statistics().add(Count.BYTES_SENT, transport.write(answer, 0, answer.length));
    }
  }

  @Override
  public void hold() {
    // The answer is its own.
  }

  @Override
  public long waitingBytes() {
    long bytes = 0;
    for (ByteBuffer segment : answer == null ? NOTHING : answer) {
      bytes += segment.remaining();
    }
    return bytes;
  }

  @Override
  public TransportEnd transportEnd() {
    if (finished) {
      return TransportEnd.CLOSE;
    }
    return answer == null ? TransportEnd.NOT_YET : TransportEnd.SHUT_DOWN_OUTPUT;
  }

  // ---- The end

  @Override
  public void outputLost() {
    finished = true;
  }

  /** The head has not come in time. Answered, unless nothing has come at all. */
  @Override
  public void onPhaseTooLong() {
    statistics().add(LimitHit.HANDSHAKE_TIMEOUT);
    if (parser == null || answer != null) {
      finished = true;
    } else {
      refuse(HandshakeException.refusal(408, "the request took too long"), null);
    }
  }

  @Override
  public void goAway() {
    finished |= answer == null;
  }

  @Override
  public long heldBytes() {
    return countedBytes + waitingBytes();
  }

  /** Who is in the middle of a large head is told; who does not take an answer can not be. */
  @Override
  public void evict() {
    if (answer == null) {
      refuse(SHORT_OF_MEMORY, null);
    } else {
      connection.end();
    }
  }

  /** Something went wrong here that was not the client's fault. */
  @Override
  public void onFailure(Throwable error) {
    if (answer == null) {
      refuse(HandshakeException.refusal(500, "internal error"), null);
    } else {
      connection.end();
    }
  }

  @Override
  public void closed() {
    count(0);
  }
}
