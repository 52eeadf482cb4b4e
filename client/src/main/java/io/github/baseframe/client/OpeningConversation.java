package io.github.baseframe.client;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.connection.Conversation;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.websocket.WebSocketConversation;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The client's opening handshake (RFC 6455 section 4.1): it waits for TLS, sends the request, and
 * verifies the response, with which the WebSocket conversation begins.
 */
final class OpeningConversation implements Conversation {

  /** As many responses like 103 are let pass before the one that counts. */
  private static final int MAX_INTERIM_RESPONSES = 8;

  private final Connection connection;
  private final ClientLoop.Running running;
  private final WebSocketConversation.Terms terms;
  private final ClientHandshake handshake;
  private final HttpLimits httpLimits;
  private final long handshakeNanos;
  private final String host;
  private final BooleanSupplier claim;
  private final CompletableFuture<WebSocketSession> result;

  private final ByteBuffer request;
  private HttpHeadParser parser;
  private int interimResponses;

  /** Whether the transport is ready, so that the time for the request and its answer runs. */
  private boolean begun;

  /**
   * Prepares a handshake.
   *
   * @param connection reads and writes
   * @param running what is shared on its loop
   * @param terms of the conversation that is to begin
   * @param handshake the request, and the verdict on the response
   * @param config limits and times
   * @param host what is connected to, for messages
   * @param claim asked before the handler is told; false if nobody wants the connection any more
   * @param result gets the session, or why there is none
   */
  OpeningConversation(
      Connection connection,
      ClientLoop.Running running,
      WebSocketConversation.Terms terms,
      ClientHandshake handshake,
      ClientConfig config,
      String host,
      BooleanSupplier claim,
      CompletableFuture<WebSocketSession> result) {
    this.connection = connection;
    this.running = running;
    this.terms = terms;
    this.handshake = handshake;
    this.httpLimits = config.httpLimits();
    this.handshakeNanos = config.handshakeTimeout().toNanos();
    this.host = host;
    this.claim = claim;
    this.result = result;
    this.request = ByteBuffer.wrap(handshake.request().toBytes());
    this.parser = new HttpHeadParser(Role.CLIENT, httpLimits);
  }

  // ---- Writing

  @Override
  public void write(Transport transport) throws IOException {
    if (!begun) {
      begun = true;
      connection.phaseEnded();
      connection.endWithin(handshakeNanos);
    }
    if (request.hasRemaining()) {
      transport.write(new ByteBuffer[] {request}, 0, 1);
    }
  }

  @Override
  public void hold() {
    // The request is its own.
  }

  @Override
  public long waitingBytes() {
    return request.remaining();
  }

  @Override
  public TransportEnd transportEnd() {
    return result.isDone() ? TransportEnd.CLOSE : TransportEnd.NOT_YET;
  }

  // ---- Reading

  @Override
  public void receive(ByteBuffer in) {
    try {
      while (!result.isDone() && parser.parse(in)) {
        onResponse(parser.head(), in);
      }
    } catch (HandshakeException e) {
      fail(new IOException(describe(e), e));
    } catch (RuntimeException | Error e) {
      // Whoever waits is told, also where the conversation that has begun is told too.
      result.completeExceptionally(new IOException(e));
      throw e;
    }
  }

  private void onResponse(HttpHead response, ByteBuffer rest) throws HandshakeException {
    if (!ClientHandshake.isInterim(response)) {
      AcceptedHandshake accepted = handshake.verify(response).with(connection.tlsSession());
      if (!claim.getAsBoolean()) {
        fail(new IOException("given up"));
        return;
      }
      WebSocketConversation begun =
          WebSocketConversation.begin(
              terms,
              running.webSockets(),
              connection,
              running.maskingKeys(),
              accepted,
              ByteBuffer.allocate(0));
      result.complete(begun.session());
      begun.receive(rest);
    } else if (interimResponses == MAX_INTERIM_RESPONSES) {
      fail(new IOException("opening handshake failed: too many interim responses"));
    } else {
      interimResponses++;
      parser = new HttpHeadParser(Role.CLIENT, httpLimits);
    }
  }

  /** Names a redirect's target, because redirects are not followed. */
  private static String describe(HandshakeException e) {
    String location = e.status() / 100 == 3 ? e.fields().first("Location") : null;
    return "opening handshake failed: "
        + e.getMessage()
        + (location == null ? "" : ", Location: " + location);
  }

  // ---- The end

  private void fail(IOException failure) {
    result.completeExceptionally(failure);
    connection.end();
  }

  @Override
  public void inputEnded() {
    fail(
        new EOFException(
            "opening handshake failed: the server closed the connection without an answer"));
  }

  @Override
  public void transportBroken(IOException error) {
    result.completeExceptionally(error);
  }

  @Override
  public void outputLost() {
    connection.end();
  }

  @Override
  public void onPhaseTooLong() {
    String what = begun ? "the opening handshake" : "connecting to " + host;
    fail(new SocketTimeoutException(what + " took too long"));
  }

  @Override
  public void goAway() {
    fail(new IOException("given up"));
  }

  @Override
  public void onFailure(Throwable error) {
    fail(new IOException(error));
  }

  @Override
  public void closed() {
    result.completeExceptionally(new IOException("the connection was closed"));
  }
}
