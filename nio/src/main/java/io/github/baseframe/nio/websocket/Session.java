package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.Admission;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The thread-safe face of a {@link WebSocketConversation}. On the thread of its loop it goes
 * straight to the core. Any other thread reserves room in the send queue and hands over a copy of
 * its message.
 */
final class Session implements WebSocketSession, PendingBroadcasts.Receiver {

  /** A thread that has reserved room comes at once, unless it is held up. */
  private static final int MAX_WAITING_TURNS = 1000;

  private final WebSocketLoop shared;
  private final Connection connection;
  private final String subprotocol;
  private WebSocketConnection core;
  private volatile Object attachment;

  Session(WebSocketLoop shared, Connection connection, String subprotocol) {
    this.shared = shared;
    this.connection = connection;
    this.subprotocol = subprotocol;
  }

  /** Both need each other; before anybody else knows of it. */
  void bind(WebSocketConnection newCore) {
    core = newCore;
  }

  // ---- Sending

  @Override
  public SendStatus sendText(String text) {
    if (onLoop()) {
      connection.changed();
      return core.sendText(text);
    }
    return handOver(PreparedMessage.text(text));
  }

  @Override
  public SendStatus sendUtf8Text(ByteBuffer utf8) {
    if (onLoop()) {
      connection.changed();
      return core.sendUtf8Text(utf8);
    }
    return handOver(PreparedMessage.utf8Text(utf8));
  }

  @Override
  public SendStatus sendBinary(ByteBuffer payload) {
    if (onLoop()) {
      connection.changed();
      return core.sendBinary(payload);
    }
    return handOver(PreparedMessage.binary(payload));
  }

  @Override
  public SendStatus send(PreparedMessage message) {
    if (onLoop()) {
      connection.changed();
      return core.send(message);
    }
    return handOver(message);
  }

  @Override
  public SendStatus sendPing(ByteBuffer payload) {
    if (onLoop()) {
      connection.changed();
      return core.sendPing(payload);
    }
    return handOver(Opcode.PING, payload);
  }

  @Override
  public SendStatus sendPong(ByteBuffer payload) {
    if (onLoop()) {
      connection.changed();
      return core.sendPong(payload);
    }
    return handOver(Opcode.PONG, payload);
  }

  private SendStatus handOver(PreparedMessage message) {
    Admission admission = core.admission();
    long bytes = admission.messageBytes(message.payloadBytes());
    SendStatus status = seen(admission.reserve(bytes));
    if (isTaken(status)) {
      onItsWay(bytes, () -> core.sendReserved(message));
    }
    return status;
  }

  private SendStatus handOver(Opcode opcode, ByteBuffer payload) {
    Opcode.requireControlPayload(payload.remaining());
    Admission admission = core.admission();
    long bytes = admission.frameBytes(payload.remaining());
    SendStatus status = seen(admission.reserveControl(bytes));
    if (isTaken(status)) {
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      onItsWay(bytes, () -> core.sendReserved(opcode, copy));
    }
    return status;
  }

  static boolean isTaken(SendStatus status) {
    return status == SendStatus.SENT || status == SendStatus.QUEUED;
  }

  /** A refusal is seen to on the loop, later: this may be in the middle of a broadcast to many. */
  private SendStatus seen(SendStatus status) {
    if (!isTaken(status) && core.admission().needsAttention(status)) {
      onConnection(core::attend);
    }
    return status;
  }

  /** Does it on the loop; until then its memory is counted. */
  private void onItsWay(long bytes, Runnable action) {
    long cost = bytes + Admission.OVERHEAD_BYTES;
    shared.loop().memory().addOnItsWay(cost);
    onConnection(
        () -> {
          shared.loop().memory().addOnItsWay(-cost);
          action.run();
        });
  }

  private void onConnection(Runnable action) {
    shared.loop().execute(() -> connection.apply(action));
  }

  // ---- Broadcasts

  WebSocketLoop shared() {
    return shared;
  }

  /** Takes room for a broadcast, which {@link #deliver} gives back. */
  SendStatus reserveBroadcast(PreparedMessage message) {
    Admission admission = core.admission();
    long bytes = admission.messageBytes(message.payloadBytes());
    return seen(onLoop() ? admission.defer(bytes) : admission.reserve(bytes));
  }

  /** A broadcast of another thread, for which that reserved room, has come to the loop. */
  void onBroadcast(PreparedMessage message) {
    Admission admission = core.admission();
    long bytes = admission.messageBytes(message.payloadBytes());
    admission.addDeferred(bytes);
    admission.release(bytes);
  }

  /** Sends and writes, on the loop, what was put off: all of these messages. */
  @Override
  public void deliver(PreparedMessages messages) {
    connection.apply(() -> core.sendDeferred(messages));
  }

  // ---- The rest

  @Override
  public void close(int code, String reason) {
    CloseReason close = CloseReason.of(code, reason);
    if (!core.admission().isOpen()) {
      return;
    }
    core.admission().close();
    if (onLoop()) {
      connection.changed();
      closeBehindAll(close, MAX_WAITING_TURNS);
    } else {
      onConnection(() -> closeBehindAll(close, MAX_WAITING_TURNS));
    }
  }

  /** What another thread was told is taken, but has not come to the loop, goes out before Close. */
  private void closeBehindAll(CloseReason close, int turns) {
    if (turns > 0 && core.admission().hasReserved()) {
      onConnection(() -> closeBehindAll(close, turns - 1));
    } else {
      core.sendClose(close);
    }
  }

  @Override
  public boolean isOpen() {
    return core.admission().isOpen();
  }

  @Override
  public long bufferedAmount() {
    return core.admission().waitingBytes();
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public SocketAddress peerAddress() {
    return connection.peerAddress();
  }

  @Override
  public Object attachment() {
    return attachment;
  }

  @Override
  public void attach(Object newAttachment) {
    attachment = newAttachment;
  }

  private boolean onLoop() {
    return shared.loop().isCurrentThread();
  }
}
