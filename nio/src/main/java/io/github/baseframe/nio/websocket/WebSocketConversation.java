package io.github.baseframe.nio.websocket;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.connection.Conversation;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.ConnectionState;
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
   * @param receiveRate how fast a peer may send
   */
  public record Terms(
      String name,
      WebSocketHandler handler,
      ConnectionSettings settings,
      Executor executor,
      long maxInboxBytes,
      ReceiveRate receiveRate) {}

  private final Terms terms;
  private final WebSocketLoop shared;
  private final Connection connection;
  private final WebSocketConnection core;

  /** Between the core and this, where the handler is called on an executor; else null. */
  private final HandlerCalls calls;

  /** Null where the peer may send any number of bytes. */
  private final ByteMeter byteMeter;

  private final Account account;
  private boolean interrupted;

  /** Whether the peer has all of the handshake, or it is in the queue. */
  private boolean begun;

  /** The loop's read buffer as this connection's handler sees it; null before the first time. */
  private ByteBuffer readView;

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
    MessageConsumer consumer =
        MessageMeter.before(
            calls == null ? this : calls, terms.receiveRate(), shared.loop(), this::onTooMany);
    this.byteMeter = ByteMeter.of(terms.receiveRate(), connection);
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
    this.account = new Account(shared, session, terms.name(), core);
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
    WebSocketConversation next =
        new WebSocketConversation(terms, shared, connection, maskingKeys, handshake, session);
    connection.converse(next);
    connection.phaseEnded();
    connection.listen();
    if (head.hasRemaining()) {
      // At once, so that an idle connection has no queue, and it takes no room of the handler's.
      connection.writeFirst(head);
    }
    next.account.opened(head.remaining());
    if (head.hasRemaining()) {
      next.core.sendHead(head);
    }
    next.begun = true;
    if (next.calls == null) {
      next.onOpen(handshake);
    } else {
      next.calls.onOpen(handshake);
    }
    return next;
  }

  // ---- For the connection

  @Override
  public ByteBuffer receiveBuffer(ByteBuffer own) {
    return core.receiveBuffer(own);
  }

  @Override
  public void receive(ByteBuffer in) {
    int before = in.remaining();
    interrupted = !account.receive(in);
    if (byteMeter != null) {
      byteMeter.onBytes(before - in.remaining());
    }
  }

  @Override
  public boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public long turnNanos() {
    return terms.settings().turnBudget().maxTime().toNanos();
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
    account.count(core.writeTo(account.writer(transport)));
    regardEnd();
    if (connection.isPingWaiting() && core.isPingWritten()) {
      connection.pingWritten();
    }
  }

  @Override
  public void hold() {
    core.hold();
    account.count(0);
    regardEnd();
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
    if (calls != null) {
      calls.count();
    }
    return (calls != null && calls.isFull() || byteMeter != null && byteMeter.isExhausted())
        && !isClosing();
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
    connection.abort();
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
  public long heldBytes() {
    return core.heldBytes() + (calls == null ? 0 : calls.inboxBytes());
  }

  @Override
  public void evict() {
    if (calls != null) {
      calls.mute();
      calls.count();
    }
    core.failUnsent(CloseCode.TRY_AGAIN_LATER, "out of memory, try again later");
  }

  @Override
  public void goAway() {
    core.sendClose(CloseReason.of(CloseCode.GOING_AWAY, ""));
  }

  @Override
  public void onFailure(Throwable error) {
    if (!begun) {
      // A Close in place of the handshake would be taken for anything but that.
      connection.abort();
    } else if (core.state() == ConnectionState.CLOSED) {
      connection.end();
    } else if (error instanceof OutOfMemoryError) {
      core.fail(CloseCode.TRY_AGAIN_LATER, "out of memory, try again later");
    } else {
      core.fail(CloseCode.INTERNAL_ERROR, "internal error");
    }
  }

  @Override
  public void closed() {
    if (byteMeter != null) {
      byteMeter.stop();
    }
    try {
      core.transportClosed();
    } finally {
      account.closed();
      if (calls != null) {
        calls.count();
      }
    }
  }

  @Override
  public void onReadingPaused() {
    account.readingPaused();
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

  /** Most is in the read buffer, of which one view lasts for the life of the connection. */
  @Override
  protected ByteBuffer viewOf(ByteBuffer received) {
    if (calls != null) {
      // A copy already.
      return received;
    }
    if (received != shared.loop().readBuffer()) {
      return received.duplicate();
    }
    if (readView == null) {
      readView = received.duplicate();
    }
    return readView.limit(received.limit()).position(received.position()).order(BIG_ENDIAN);
  }

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

  private void onTooMany() {
    shared.loop().statistics().add(LimitHit.MESSAGE_RATE);
    core.fail(CloseCode.POLICY_VIOLATION, "too many messages a second");
  }

  private void onExecutionRejected(Throwable error) {
    String what = "The executor takes no call for " + terms.name() + ", its connection gets 1013";
    connection.loop().log().repeatedWarning(what, error);
    shared.loop().statistics().add(LimitHit.EXECUTOR_REJECTED);
    core.fail(CloseCode.TRY_AGAIN_LATER, "try again later");
  }
}
