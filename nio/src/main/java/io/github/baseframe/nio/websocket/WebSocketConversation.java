package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.connection.Conversation;
import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.Ending;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * A WebSocket connection after its opening handshake, at a server or at a client: it stands between
 * the core, the application's handler and the {@link Connection} that reads and writes.
 *
 * <p>Belongs to the thread of its loop.
 */
public final class WebSocketConversation extends HandlerAdapter
    implements Conversation, WebSocketConnection.Driver {

  /**
   * What the conversations of one route, or of one client, have in common.
   *
   * @param name of what is served, for the log, such as {@code "/chat"}
   * @param handler the application's
   * @param settings of the core
   * @param executor where the handler is called; null for the thread of the loop
   * @param maxInboxBytes reading pauses while more than this waits for the executor
   */
  public record Terms(
      String name,
      WebSocketHandler handler,
      ConnectionSettings settings,
      Executor executor,
      long maxInboxBytes) {}

  private final Terms terms;
  private final WebSocketLoop shared;
  private final Connection connection;
  private final WebSocketConnection core;

  /** Between the core and this, where the handler is called on an executor; else null. */
  private final HandlerCalls calls;

  /** Who is shown the frames, or null. */
  private FrameTrace trace;

  private final long openedNanos;

  /** How many messages of each direction are counted. */
  private long countedReceived;

  private long countedSent;

  private WebSocketConversation(
      Terms terms,
      WebSocketLoop shared,
      Connection connection,
      MaskingKeySource maskingKeys,
      AcceptedHandshake handshake,
      Session session) {
    super(terms.handler(), session);
    this.terms = terms;
    this.shared = shared;
    this.connection = connection;
    this.openedNanos = shared.loop().now();
    this.calls =
        terms.executor() == null
            ? null
            : new HandlerCalls(
                this,
                terms.executor(),
                terms.maxInboxBytes(),
                connection,
                this::isClosing,
                this::onExecutionRejected);
    MessageConsumer consumer = calls == null ? this : calls;
    this.core =
        maskingKeys == null
            ? WebSocketConnection.server(
                terms.settings(), shared.loop().buffers(), handshake.newTransform(), consumer, this)
            : WebSocketConnection.client(
                terms.settings(),
                shared.loop().buffers(),
                maskingKeys,
                handshake.newTransform(),
                consumer,
                this);
    session.bind(core);
  }

  /**
   * Begins a conversation, which takes over from the one that shook hands.
   *
   * @param terms what it has in common with others
   * @param shared what all on its loop share
   * @param connection reads and writes
   * @param maskingKeys the client's; null at a server
   * @param handshake what was agreed on
   * @param head what a server still has to send of the handshake, goes out first; else empty
   * @return the conversation, whose handler was told that it is open
   */
  public static WebSocketConversation begin(
      Terms terms,
      WebSocketLoop shared,
      Connection connection,
      MaskingKeySource maskingKeys,
      AcceptedHandshake handshake,
      ByteBuffer head) {
    Session session = new Session(shared, connection, handshake.subprotocol());
    WebSocketConversation begun =
        new WebSocketConversation(terms, shared, connection, maskingKeys, handshake, session);
    connection.converse(begun);
    connection.phaseEnded();
    connection.listen();
    if (head.hasRemaining()) {
      // At once, so that an idle connection has no queue, and it takes no room of the handler's.
      connection.writeFirst(head);
    }
    begun.observe(head.remaining());
    if (head.hasRemaining()) {
      begun.core.sendHead(head);
    }
    if (begun.calls == null) {
      begun.onOpen(handshake);
    } else {
      begun.calls.onOpen(handshake);
    }
    return begun;
  }

  // ---- For the connection

  @Override
  public ByteBuffer receiveBuffer(ByteBuffer own) {
    return core.receiveBuffer(own);
  }

  @Override
  public void receive(ByteBuffer in) {
    if (trace != null) {
      trace.received(in);
    }
    core.receive(in);
  }

  @Override
  public void inputEnded() {
    core.receiveEof();
  }

  @Override
  public void outputLost() {
    core.outputLost();
  }

  @Override
  public void write(Transport transport) throws IOException {
    long taken = core.writeTo(trace == null ? transport : trace.over(transport));
    count(taken);
    regardEnd();
    if (connection.isPingWaiting() && core.isPingWritten()) {
      connection.pingWritten();
    }
  }

  @Override
  public void hold() {
    core.hold();
    count(0);
    regardEnd();
  }

  private void count(long bytesSent) {
    LoopStatistics statistics = shared.loop().statistics();
    statistics.add(Count.BYTES_SENT, bytesSent);
    long received = core.messagesReceived();
    statistics.add(Count.MESSAGES_RECEIVED, received - countedReceived);
    countedReceived = received;
    long sent = core.messagesSent();
    statistics.add(Count.MESSAGES_SENT, sent - countedSent);
    countedSent = sent;
    int dropped = core.admission().takeDropped();
    if (dropped > 0) {
      statistics.add(Count.MESSAGES_DROPPED, dropped);
    }
  }

  /** What was sent before our Close has its time to go out first, if the peer takes any of it. */
  private void regardEnd() {
    if (core.isEnding()
        || core.state() != ConnectionState.OPEN && !connection.limitsStalledWrites()) {
      connection.endWithin();
    }
  }

  @Override
  public long waitingBytes() {
    return core.outputBytes();
  }

  @Override
  public boolean isFull() {
    return calls != null && calls.isFull() && !isClosing();
  }

  private boolean isClosing() {
    return core.state() != ConnectionState.OPEN;
  }

  @Override
  public TransportEnd transportEnd() {
    return core.transportEnd();
  }

  /** The end has lasted too long. */
  @Override
  public void onPhaseTooLong() {
    shared.loop().statistics().add(LimitHit.CLOSE_TIMEOUT);
    connection.end();
  }

  @Override
  public void ping() {
    if (core.sendPing(ByteBuffer.allocate(0)) == SendStatus.DROPPED) {
      connection.pingRefused();
    }
  }

  @Override
  public void onSilence() {
    core.fail(CloseCode.GOING_AWAY, "no sign of life");
  }

  @Override
  public void goAway() {
    core.sendClose(CloseReason.of(CloseCode.GOING_AWAY, ""));
  }

  @Override
  public void onFailure(Throwable error) {
    if (core.state() == ConnectionState.CLOSED) {
      connection.end();
    } else {
      core.fail(CloseCode.INTERNAL_ERROR, "internal error");
    }
  }

  @Override
  public void closed() {
    try {
      core.transportClosed();
    } finally {
      count(0);
      core.ending().ifPresent(this::onEnded);
    }
  }

  // ---- For who looks

  private void observe(int headBytes) {
    if (shared.observer() != null) {
      trace = shared.observer().opened(session(), terms.name()).orElse(null);
    }
    if (trace != null) {
      trace.headToCome(headBytes);
    }
  }

  @Override
  public void onReadingPaused() {
    shared.loop().statistics().add(LimitHit.READING_PAUSED);
    if (shared.observer() != null) {
      shared.observer().readingPaused(session(), terms.name());
    }
  }

  private void onEnded(Ending ending) {
    LoopStatistics statistics = shared.loop().statistics();
    statistics.addClose(ending.reason().code());
    ending.brokenRule().ifPresent(rule -> onBrokenRule(statistics, rule));
    if (shared.observer() != null) {
      long nanos = shared.loop().now() - openedNanos;
      shared
          .observer()
          .closed(
              session(),
              terms.name(),
              new ConversationObserver.Life(
                  ending, nanos, core.messagesReceived(), core.messagesSent()));
    }
  }

  private void onBrokenRule(LoopStatistics statistics, Rule rule) {
    statistics.add(rule);
    shared.loop().log().debug(() -> connection.peerAddress() + " broke the rule " + rule);
  }

  // ---- For the core

  @Override
  public void writeNow() {
    connection.writeNow();
  }

  @Override
  public void sendDeferred() {
    shared.broadcasts().deliver();
  }

  // ---- For the handler

  /** What the application's handler throws costs this connection 1011 and nobody else anything. */
  @Override
  protected void onHandlerFailure(Throwable error) {
    if (calls != null) {
      calls.mute();
    }
    String what = "The handler of " + terms.name() + " failed, its connection gets 1011";
    connection.loop().log().repeatedWarning(what, error);
    connection
        .loop()
        .executeNowIfCurrent(
            () -> connection.apply(() -> core.fail(CloseCode.INTERNAL_ERROR, "internal error")));
  }

  private void onExecutionRejected(Throwable error) {
    String what = "The executor takes no call for " + terms.name() + ", its connection gets 1013";
    connection.loop().log().repeatedWarning(what, error);
    shared.loop().statistics().add(LimitHit.EXECUTOR_REJECTED);
    core.fail(CloseCode.TRY_AGAIN_LATER, "try again later");
  }
}
