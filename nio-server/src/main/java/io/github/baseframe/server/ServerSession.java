package io.github.baseframe.server;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.FrameEncoder;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The thread-safe face of a {@link ServerConnection}. On the thread of the connection's loop it
 * goes straight to the connection. Any other thread hands over a copy of its message; from the
 * moment it does, the message counts towards the limit of the send queue. So does a broadcast, on
 * whatever thread, until the loop delivers it.
 */
final class ServerSession implements WebSocketSession {

  private static final AtomicLongFieldUpdater<ServerSession> HANDED_OVER =
      AtomicLongFieldUpdater.newUpdater(ServerSession.class, "handedOver");

  private static final AtomicLongFieldUpdater<ServerSession> BROADCAST =
      AtomicLongFieldUpdater.newUpdater(ServerSession.class, "broadcast");

  private final ServerConnection connection;
  private final EventLoop loop;
  private final String subprotocol;
  private volatile Object attachment;

  /** Bytes that other threads have sent and that are on their way to the loop. */
  private volatile long handedOver;

  /** Bytes of broadcasts that the loop has not put into the queue yet; changed by the loop only. */
  private volatile long broadcast;

  /** Bytes in the send queue, as the loop last said. */
  private volatile long queued;

  private volatile boolean blocked;
  private volatile boolean open = true;

  /** Whether a send was answered with QUEUED or DROPPED, and onWritable is to follow. */
  private volatile boolean owesWritable;

  ServerSession(ServerConnection connection, String subprotocol) {
    this.connection = connection;
    this.loop = connection.loop();
    this.subprotocol = subprotocol;
  }

  @Override
  public SendStatus sendText(String text) {
    if (onLoop()) {
      return connection.sent(core().sendText(text));
    }
    return handOver(PreparedMessage.text(text));
  }

  @Override
  public SendStatus sendUtf8Text(ByteBuffer utf8) {
    if (onLoop()) {
      return connection.sent(core().sendUtf8Text(utf8));
    }
    return handOver(PreparedMessage.utf8Text(utf8));
  }

  @Override
  public SendStatus sendBinary(ByteBuffer payload) {
    if (onLoop()) {
      return connection.sent(core().sendBinary(payload));
    }
    return handOver(PreparedMessage.binary(payload));
  }

  @Override
  public SendStatus send(PreparedMessage message) {
    return onLoop() ? connection.sent(core().send(message)) : handOver(message);
  }

  @Override
  public SendStatus sendPing(ByteBuffer payload) {
    return sendControl(payload, WebSocketConnection::sendPing);
  }

  @Override
  public SendStatus sendPong(ByteBuffer payload) {
    return sendControl(payload, WebSocketConnection::sendPong);
  }

  private SendStatus sendControl(
      ByteBuffer payload, BiFunction<WebSocketConnection, ByteBuffer, SendStatus> send) {
    if (onLoop()) {
      return connection.sent(send.apply(core(), payload));
    }
    ByteBuffer copy = copyControlPayload(payload);
    return handOver(frameBytes(copy.remaining()), core -> send.apply(core, copy));
  }

  @Override
  public void close(int code, String reason) {
    CloseReason close = CloseReason.of(code, reason);
    if (onLoop()) {
      connection.core().sendClose(close);
      connection.changed();
    } else {
      open = false;
      loop.execute(() -> connection.apply(core -> core.sendClose(close)));
    }
  }

  @Override
  public boolean isOpen() {
    return onLoop() ? connection.core().state() == ConnectionState.OPEN : open;
  }

  @Override
  public long bufferedAmount() {
    return handedOver + broadcast + queued();
  }

  private long queued() {
    return onLoop() ? connection.core().output().size() : queued;
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public String peerAddress() {
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

  EventLoop loop() {
    return loop;
  }

  private boolean onLoop() {
    return loop.isCurrentThread();
  }

  /** The connection, to which all that was broadcast before has been given. */
  private WebSocketConnection core() {
    if (broadcast > 0) {
      loop.broadcasts().deliver();
    }
    return connection.core();
  }

  private static ByteBuffer copyControlPayload(ByteBuffer payload) {
    if (payload.remaining() > Opcode.MAX_CONTROL_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a control frame has at most " + Opcode.MAX_CONTROL_PAYLOAD_BYTES + " bytes of payload");
    }
    return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
  }

  private SendStatus handOver(PreparedMessage message) {
    PreparedMessages single = new PreparedMessages(List.of(message));
    return handOver(bytesOf(message), core -> core.sendAdmitted(single));
  }

  private SendStatus handOver(long bytes, Function<WebSocketConnection, SendStatus> action) {
    SendStatus status = reserve(bytes);
    if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
      loop.execute(() -> deliver(bytes, action));
    }
    return status;
  }

  /** How much a message counts while it is on its way to the queue. */
  static long bytesOf(PreparedMessage message) {
    return frameBytes(message.payloadBytes());
  }

  private static long frameBytes(int payloadBytes) {
    return FrameEncoder.headerBytes(payloadBytes, false) + (long) payloadBytes;
  }

  /**
   * Finds out, on any thread, whether the send queue has room, and takes it.
   *
   * @param bytes of the message and its header
   * @return SENT or QUEUED if it is to be delivered; else what became of the message
   */
  SendStatus reserve(long bytes) {
    if (!open) {
      return SendStatus.CLOSED;
    }
    long waiting = claim(bytes);
    if (waiting > 0 && bytes > connection.settings().limits().maxQueuedBytes() - waiting) {
      claim(-bytes);
      return refuse();
    }
    if (blocked) {
      owesWritable = true;
      return SendStatus.QUEUED;
    }
    return SendStatus.SENT;
  }

  /**
   * Counts bytes as on their way, or, negative, no more. The loop does so without an atomic
   * operation, which is 2 percent of what a broadcast to 1,000 costs, system calls included.
   *
   * @return how many waited before
   */
  private long claim(long bytes) {
    if (onLoop()) {
      long before = broadcast;
      BROADCAST.lazySet(this, before + bytes);
      return handedOver + before + queued();
    }
    // In this order: what moves from one to the next meanwhile is counted twice, not left out.
    return HANDED_OVER.getAndAdd(this, bytes) + broadcast + queued();
  }

  /** A broadcast of another thread, for which that reserved room, has come to the loop. */
  void onBroadcast(long bytes) {
    BROADCAST.lazySet(this, broadcast + bytes);
    HANDED_OVER.addAndGet(this, -bytes);
  }

  private SendStatus refuse() {
    if (connection.settings().overflowPolicy() == OverflowPolicy.CLOSE_CONNECTION) {
      open = false;
      loop.execute(() -> connection.apply(WebSocketConnection::refuse));
      return SendStatus.CLOSED;
    }
    if (!owesWritable) {
      owesWritable = true;
      // The queue may be empty by now, and then nothing else would lead to onWritable.
      loop.execute(connection::changed);
    }
    return SendStatus.DROPPED;
  }

  /**
   * Sends, on the loop, what another thread has reserved room for.
   *
   * @param bytes as many as were reserved
   * @param action sends it
   */
  private void deliver(long bytes, Function<WebSocketConnection, SendStatus> action) {
    loop.broadcasts().deliver();
    connection.apply(core -> connection.sent(action.apply(core)));
    publish(connection.core());
    HANDED_OVER.addAndGet(this, -bytes);
  }

  /**
   * Sends and writes, on the loop, what {@link Broadcast}s have reserved room for.
   *
   * @param bytes as many as were reserved
   * @param messages what they are sent
   */
  void deliver(long bytes, PreparedMessages messages) {
    connection.apply(
        core -> {
          connection.sent(core.sendAdmitted(messages));
          connection.write();
        });
    publish(connection.core());
    BROADCAST.lazySet(this, broadcast - bytes);
  }

  /**
   * The loop says how the connection stands, for other threads to read.
   *
   * @param core the connection
   */
  void publish(WebSocketConnection core) {
    // Volatile writes cost something, and mostly nothing has changed.
    if (queued != core.output().size()) {
      queued = core.output().size();
    }
    if (blocked != core.output().isBlocked()) {
      blocked = core.output().isBlocked();
    }
  }

  /** Nothing that is sent from now on is taken; the loop says so before anybody can notice. */
  void onEnding() {
    open = false;
  }

  /** The loop has answered a send with QUEUED or DROPPED. */
  void oweWritable() {
    owesWritable = true;
  }

  /** Says, once, whether onWritable is to be called now that nothing waits any more. */
  boolean takeOwedWritable() {
    if (!owesWritable) {
      return false;
    }
    owesWritable = false;
    return true;
  }
}
