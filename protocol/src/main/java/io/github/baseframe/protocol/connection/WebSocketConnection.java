package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.Utf8;
import io.github.baseframe.protocol.frame.FrameDecoder;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.Admission;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageAssembler;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import io.github.baseframe.protocol.message.MessageWriter;
import io.github.baseframe.protocol.message.OutboundQueue;
import io.github.baseframe.protocol.message.OutboundQueue.SegmentWriter;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * One WebSocket connection after its opening handshake, without any I/O: bytes go in, messages come
 * out; messages go in, bytes come out.
 *
 * <pre>
 *                sendClose                    the peer's Close
 *     OPEN ---------------------&gt; CLOSING ---------------------&gt; CLOSED (clean)
 *      |                             |                              ^
 *      |   the peer's Close (answered in the same call)             |
 *      +-----------------------------|------------------------------+
 *      |                             |
 *      |   a broken rule, fail()     |
 *      +-----------------------------+------------&gt; CLOSED (failed: Close sent, then discarding)
 *      |   end of the stream         |
 *      +-----------------------------+------------&gt; CLOSED (1006)
 * </pre>
 *
 * <p>How a driver uses it: feed {@link #receive} with what the transport reads; after every call
 * into this object, or at the end of a turn of many, call {@link #writeTo} if the transport takes
 * bytes; once nothing waits do what {@link #transportEnd} says; while {@link #isEnding} is true
 * keep a deadline, and when it passes, close the transport; when the transport is closed, for
 * whatever reason, call {@link #transportClosed}.
 *
 * <p>This is the only place that turns a {@link ProtocolException} into a close code. Not
 * thread-safe: one thread at a time, save for {@link #admission}.
 */
public final class WebSocketConnection {

  /** What a connection asks of whoever drives it, about its output. */
  public interface Driver {

    /**
     * It is time to write: enough is collected, or a caller's bytes are borrowed until its call
     * ends. Calls {@link WebSocketConnection#writeTo}, or {@link WebSocketConnection#hold} if the
     * transport takes nothing, or does nothing. Called from inside of a {@code send}; it must not
     * call anything else of the connection.
     */
    void writeNow();

    /**
     * Something is about to be sent while {@link Admission#hasDeferred} is true: what was put off
     * is sent first, from inside of this call.
     */
    default void sendDeferred() {}
  }

  /** Puts off all writing to the next {@link #writeTo}. */
  public static final Driver COLLECTING = () -> {};

  /** So many pings of a turn are answered each, and of the others only the latest. */
  static final int MAX_PONGS_A_TURN = 64;

  private final Role role;
  private final TurnBudget turnBudget;
  private final MessageConsumer consumer;
  private final Driver driver;

  /** Null where no extension was agreed on. */
  private final MessageTransform transform;

  private final BufferPool buffers;
  private final OutboundQueue output;
  private final Admission admission;
  private final MessageWriter writer;
  private final MessageAssembler assembler;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Incoming incoming;

  private ConnectionState state = ConnectionState.OPEN;
  private TransportEnd transportEnd = TransportEnd.NOT_YET;

  /** Null until the connection is closed. */
  private Ending ending;

  /** Answers to pings that were given in this turn. */
  private int pongs;

  /** The payload of a ping that is to be answered at the end of the turn, else null. */
  private ByteBuffer latestPing;

  /** Whether the bytes that are being taken hold a Close frame that a server acts on. */
  private boolean closedByPeer;

  /** Whether a driver is writing from inside of a {@code send}. */
  private boolean sending;

  /** How much memory of the transform was counted. */
  private int transformBytes;

  /** Whether our Close frame cannot leave any more. */
  private boolean closeLost;

  private WebSocketConnection(
      Role role,
      ConnectionSettings settings,
      BufferPool buffers,
      MaskingKeySource maskingKeys,
      MessageTransform transform,
      MessageConsumer consumer,
      Driver driver) {
    this.role = role;
    this.turnBudget = settings.turnBudget();
    Limits limits = settings.limits();
    this.consumer = consumer;
    this.driver = driver;
    this.transform = transform;
    this.buffers = buffers;
    this.output = new OutboundQueue(buffers);
    this.admission = new Admission(output, role == Role.CLIENT, settings);
    this.writer =
        new MessageWriter(
            output,
            maskingKeys,
            settings.maxOutgoingFrameBytes(),
            transform,
            transform == null ? null : this::writeNow);
    this.assembler = new MessageAssembler(limits, transform, buffers);
    this.incoming = new Incoming(this, role, transform != null, assembler, consumer);
  }

  /**
   * Creates the server's end of a connection, open.
   *
   * @param settings what it has in common with others
   * @param buffers where it gets buffers for output and for large messages
   * @param transform what the extension that was agreed on does to messages, used by no other
   *     connection, and closed in every ending; null if there is none
   * @param consumer takes what is received
   * @param driver writes what is sent
   * @return a new connection
   */
  public static WebSocketConnection server(
      ConnectionSettings settings,
      BufferPool buffers,
      MessageTransform transform,
      MessageConsumer consumer,
      Driver driver) {
    return new WebSocketConnection(
        Role.SERVER, settings, buffers, null, transform, consumer, driver);
  }

  /**
   * Creates the client's end of a connection, open.
   *
   * @param settings what it has in common with others
   * @param buffers where it gets buffers for output and for large messages
   * @param maskingKeys one for each frame that is sent
   * @param transform what the extension that was agreed on does to messages, used by no other
   *     connection, and closed in every ending; null if there is none
   * @param consumer takes what is received
   * @param driver writes what is sent
   * @return a new connection
   */
  public static WebSocketConnection client(
      ConnectionSettings settings,
      BufferPool buffers,
      MaskingKeySource maskingKeys,
      MessageTransform transform,
      MessageConsumer consumer,
      Driver driver) {
    return new WebSocketConnection(
        Role.CLIENT,
        settings,
        buffers,
        Objects.requireNonNull(maskingKeys, "maskingKeys"),
        transform,
        consumer,
        driver);
  }

  // ---- Receiving

  /**
   * Says where the next bytes from the transport are best read to. In the middle of a large message
   * that is its own memory, and saves a copy.
   *
   * @param own a buffer of the driver, which has room
   * @return that buffer, or another one outside of the heap, to be given to the next call of {@link
   *     #receive} and then no more to be used, unless the driver would rather read to its own after
   *     all; it has at most 16 KiB more room than the own one
   */
  public ByteBuffer receiveBuffer(ByteBuffer own) {
    ByteBuffer inPlace =
        isReading() ? assembler.roomInPlace(decoder.payloadToCome(), own.remaining()) : null;
    return inPlace == null ? own : inPlace;
  }

  /**
   * Takes bytes from the transport, all of them, and tells the consumer what they hold. Never
   * throws for what a peer sent: a broken rule fails the connection.
   *
   * @param in consumed to its limit; masked payload is unmasked in place
   */
  public void receive(ByteBuffer in) {
    while (!receiveSome(in)) {
      // It goes on where it stopped.
    }
  }

  /**
   * Does as much of what {@link #receive} does as the {@link TurnBudget} of the settings allows for
   * one turn, for drivers of many connections: 64 KiB may be ten thousand frames, and 1 KiB of
   * compressed payload may be 1 MiB. What is read and not taken stays in the driver's buffer.
   *
   * @param in consumed as far as it was taken
   * @return true if that is to its limit; false to be called again, before anything else is
   *     received, with what is left: the same bytes, in this or another buffer, even if there are
   *     none, perhaps with more behind them
   */
  public boolean receiveSome(ByteBuffer in) {
    int frames = turnBudget.maxFrames();
    assembler.beginTurn(turnBudget);
    pongs = 0;
    try {
      while (frames > 0 && hasMore(in)) {
        decoder.decode(in, incoming);
        frames = assembler.isTurnOver() ? 0 : frames - 1;
      }
      answerLatestPing();
    } catch (ProtocolException e) {
      CloseReason failure = CloseReason.of(e.closeCode(), e.getMessage());
      fail(new Ending(failure, false, Optional.of(e.rule())));
    }
    countTransform();
    if (hasMore(in)) {
      return false;
    }
    if (closedByPeer && !in.hasRemaining()) {
      transportEnd = TransportEnd.CLOSE;
    }
    closedByPeer = false;
    in.position(in.limit());
    return true;
  }

  private boolean hasMore(ByteBuffer in) {
    return isReading() && (in.hasRemaining() || decoder.isInterrupted());
  }

  /** Nothing that comes after the end matters: it is thrown away. */
  private boolean isReading() {
    return state != ConnectionState.CLOSED;
  }

  /** The peer will send no more bytes. Without a Close frame before, that is a 1006. */
  public void receiveEof() {
    transportEnd = TransportEnd.CLOSE;
    end(new Ending(CloseReason.ABNORMAL, false));
  }

  /**
   * The transport takes no more bytes, for good, but what the peer sent may still be there: a
   * driver reads that to its end, so that the peer's Close is told. Until then the connection is
   * closing.
   */
  public void outputLost() {
    closeLost |= !isEnding();
    output.release();
    if (state == ConnectionState.OPEN) {
      leave(ConnectionState.CLOSING);
    }
  }

  /** The transport is closed. Gives all buffers back; may be called more than once. */
  public void transportClosed() {
    // First, as the driver is asked to write before the end is told.
    output.release();
    receiveEof();
  }

  // ---- Sending

  /**
   * Sends what goes out ahead of all frames: a server's response of the opening handshake. Only
   * before anything else is sent.
   *
   * @param head its remaining bytes are taken
   */
  public void sendHead(ByteBuffer head) {
    writer.writeHead(head);
  }

  /**
   * Sends a text message.
   *
   * @param text any string without unpaired surrogates
   * @return what became of it
   * @throws IllegalArgumentException for an unpaired surrogate; nothing is sent
   */
  public SendStatus sendText(String text) {
    return sendUtf8Text(ByteBuffer.wrap(Utf8.encode(text)));
  }

  /**
   * Sends a text message given as bytes.
   *
   * @param utf8 valid UTF-8, which is not checked again: what was received as text can be sent as
   *     it is. The remaining bytes are taken
   * @return what became of it
   */
  public SendStatus sendUtf8Text(ByteBuffer utf8) {
    // As sendBinary, and not by way of one method for both: see where the consumer is called.
    if (admits(admission.messageBytes(utf8.remaining()))) {
      writer.writeMessage(Opcode.TEXT, utf8);
      return accepted();
    }
    return refuse();
  }

  /**
   * Sends a binary message.
   *
   * @param payload the remaining bytes are taken
   * @return what became of it
   */
  public SendStatus sendBinary(ByteBuffer payload) {
    if (admits(admission.messageBytes(payload.remaining()))) {
      writer.writeMessage(Opcode.BINARY, payload);
      return accepted();
    }
    return refuse();
  }

  /**
   * Sends a prepared message.
   *
   * @param message the message
   * @return what became of it
   */
  public SendStatus send(PreparedMessage message) {
    if (admits(admission.messageBytes(message.payloadBytes()))) {
      writer.writePrepared(message);
      return accepted();
    }
    return refuse();
  }

  /**
   * Sends what another thread has reserved room for ({@link Admission#reserve}), and gives that
   * room back: it is taken even if the queue has become full meanwhile.
   *
   * @param message the message
   */
  public void sendReserved(PreparedMessage message) {
    sendDeferred();
    if (state == ConnectionState.OPEN) {
      writer.writePrepared(message);
      accepted();
    }
    admission.release(admission.messageBytes(message.payloadBytes()));
  }

  /**
   * Sends a control frame that another thread has reserved room for.
   *
   * @param opcode PING or PONG
   * @param payload at most 125 bytes, taken
   */
  public void sendReserved(Opcode opcode, ByteBuffer payload) {
    long bytes = admission.frameBytes(payload.remaining());
    sendDeferred();
    if (state == ConnectionState.OPEN) {
      writeControl(opcode, payload);
    }
    admission.release(bytes);
  }

  /**
   * Sends messages that were put off ({@link Admission#defer}), and asks the driver to write at
   * once: who gives many connections the same writes to one after the other.
   *
   * @param messages the messages
   */
  public void sendDeferred(PreparedMessages messages) {
    admission.addDeferred(-admission.messageBytes(messages));
    if (state == ConnectionState.OPEN) {
      writer.writePrepared(messages);
      writeNow();
    }
  }

  /** What was put off goes first. */
  private void sendDeferred() {
    if (admission.hasDeferred()) {
      driver.sendDeferred();
    }
  }

  /**
   * A message that another thread sends, or that was to be put off, was refused: where {@link
   * OverflowPolicy#CLOSE_CONNECTION} says so, that ends the connection. To be called where {@link
   * Admission#needsAttention} says so.
   */
  public void attend() {
    if (admission.attend() && state == ConnectionState.OPEN) {
      failUnsent(CloseCode.POLICY_VIOLATION, "too slow: the send queue is full");
    }
  }

  /**
   * Sends a ping (RFC 6455 section 5.5.2).
   *
   * @param payload at most 125 bytes, taken
   * @return what became of it
   * @throws IllegalArgumentException if it is longer; nothing is sent
   */
  public SendStatus sendPing(ByteBuffer payload) {
    return sendControl(Opcode.PING, payload);
  }

  /**
   * Sends a pong that nobody asked for, a sign of life that needs no answer (RFC 6455 section
   * 5.5.3). Pings are answered without it.
   *
   * @param payload at most 125 bytes, taken
   * @return what became of it
   * @throws IllegalArgumentException if it is longer; nothing is sent
   */
  public SendStatus sendPong(ByteBuffer payload) {
    return sendControl(Opcode.PONG, payload);
  }

  /**
   * Starts the closing handshake (RFC 6455 section 7.1.2). What was sent before goes out first.
   * Without effect if the connection is closing or closed.
   *
   * @param reason from {@link CloseReason#of}, or {@link CloseReason#NO_STATUS}
   * @throws IllegalArgumentException if the reason must not travel; nothing is sent
   */
  public void sendClose(CloseReason reason) {
    if (writeClose(reason)) {
      leave(ConnectionState.CLOSING);
    }
  }

  /**
   * Fails the connection (RFC 6455 section 7.1.7): sends Close, if none was sent, and takes no
   * notice of what still comes in.
   *
   * @param code a code that may travel
   * @param reason at most 123 bytes of UTF-8
   * @throws IllegalArgumentException if code or reason must not travel
   */
  public void fail(int code, String reason) {
    fail(new Ending(CloseReason.of(code, reason), false));
  }

  private void fail(Ending failure) {
    if (state == ConnectionState.CLOSED) {
      return;
    }
    writeClose(failure.reason());
    // 7.1.1: the server ends the transport first, and a client waits for that.
    if (role == Role.SERVER) {
      transportEnd = TransportEnd.SHUT_DOWN_OUTPUT;
    }
    end(failure);
  }

  /**
   * Fails the connection as {@link #fail} does, and gives up what waits to be written, save for the
   * rest of a frame of which a part has left.
   *
   * @param code a code that may travel
   * @param reason at most 123 bytes of UTF-8
   */
  public void failUnsent(int code, String reason) {
    output.discardUnsent();
    fail(code, reason);
  }

  // ---- For the driver

  /**
   * Writes as much of what waits as the transport takes; to be called at the end of each turn in
   * which something happened, also if nothing waits. Where nothing waits any more and a sender was
   * answered with QUEUED or DROPPED, the consumer is told ({@link MessageConsumer#onWritable}).
   *
   * @param transport takes the bytes
   * @param <X> what it throws
   * @return how many bytes the transport took
   * @throws X if the transport is broken
   */
  public <X extends Exception> long writeTo(SegmentWriter<X> transport) throws X {
    long taken = output.drainTo(transport);
    if (output.isEmpty()
        && !sending
        && state == ConnectionState.OPEN
        && admission.takeOwedWritable()) {
      consumer.onWritable();
    }
    return taken;
  }

  /** The transport takes nothing now: what there is has to wait until {@link #writeTo}. */
  public void hold() {
    output.hold();
  }

  /**
   * Returns how much waits to be written.
   *
   * @return bytes, frame headers included
   */
  public long outputBytes() {
    return output.size();
  }

  /**
   * Returns how much memory would be free without this connection: what waits to be written, the
   * message under way, and what its extension keeps.
   *
   * @return bytes, 0 while it is idle
   */
  public long heldBytes() {
    return admission.waitingBytes() + assembler.heldBytes() + transformBytes;
  }

  /**
   * Says whether the transport has taken all pings that were sent here.
   *
   * @return true also if there was none
   */
  public boolean isPingWritten() {
    return !output.isPingWaiting();
  }

  /**
   * Returns what finds room in the send queue, which any thread may ask.
   *
   * @return always the same
   */
  public Admission admission() {
    return admission;
  }

  /**
   * Returns where the connection stands.
   *
   * @return the state
   */
  public ConnectionState state() {
    return state;
  }

  /**
   * Says how the connection ended.
   *
   * @return empty until it is {@link ConnectionState#CLOSED}
   */
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /**
   * Returns how many messages have come in whole, control frames not counted.
   *
   * @return since the connection is open
   */
  public long messagesReceived() {
    return incoming.messageCount();
  }

  /**
   * Returns how many messages were sent, control frames not counted: those that found room.
   *
   * @return since the connection is open
   */
  public long messagesSent() {
    return writer.messageCount();
  }

  /**
   * Says what to do with the transport once the output is empty.
   *
   * @return the order; it never goes back to an earlier one
   */
  public TransportEnd transportEnd() {
    return transportEnd;
  }

  /**
   * Says whether the connection is about to end and all that this endpoint had to say is written,
   * so that a deadline must run: what was sent before Close has its time to go out first.
   *
   * @return true from the leaving of our Close frame on
   */
  public boolean isEnding() {
    return state != ConnectionState.OPEN && output.isEmpty();
  }

  private SendStatus sendControl(Opcode opcode, ByteBuffer payload) {
    Opcode.requireControlPayload(payload.remaining());
    sendDeferred();
    if (!admission.isOpen()
        || !admission.hasRoomForControl(admission.frameBytes(payload.remaining()))) {
      return refuse();
    }
    return writeControl(opcode, payload);
  }

  private SendStatus writeControl(Opcode opcode, ByteBuffer payload) {
    writer.writeControl(opcode, payload);
    return accepted();
  }

  private boolean admits(long bytes) {
    sendDeferred();
    return admission.isOpen() && admission.hasRoom(bytes);
  }

  /** Something is in the queue: writes it if it is time to, and says what became of it. */
  private SendStatus accepted() {
    if (output.wantsWrite()) {
      writeNow();
    }
    output.copyBorrowed();
    countTransform();
    return admission.admitted();
  }

  /** The memory of an extension is no part of the output, nor of the message under way. */
  private void countTransform() {
    if (transform != null && transform.heldBytes() != transformBytes) {
      int before = transformBytes;
      transformBytes = transform.heldBytes();
      buffers.count(transformBytes - before);
    }
  }

  private void writeNow() {
    boolean inside = sending;
    sending = true;
    try {
      driver.writeNow();
    } finally {
      sending = inside;
    }
  }

  private SendStatus refuse() {
    if (!admission.isOpen()) {
      return SendStatus.CLOSED;
    }
    SendStatus status = admission.refuse();
    attend();
    return status;
  }

  /** Sends Close if none was sent, behind everything else; says whether it did. */
  private boolean writeClose(CloseReason reason) {
    sendDeferred();
    if (state != ConnectionState.OPEN) {
      return false;
    }
    writer.writeClose(reason);
    return true;
  }

  private void leave(ConnectionState next) {
    state = next;
    // Before anybody can notice.
    admission.close();
  }

  /** The one way into CLOSED, whatever the cause. */
  private void end(Ending how) {
    if (state != ConnectionState.CLOSED) {
      ending = how;
      leave(ConnectionState.CLOSED);
      assembler.release();
      if (transform != null) {
        transform.close();
        countTransform();
      }
      // An application may well exit when it is told, and the Close frame shall be out by then.
      try {
        writeNow();
      } finally {
        consumer.onClose(how.reason(), how.clean());
      }
    }
  }

  // ---- For what the decoder finds

  /** 5.5.2: answered, unless this endpoint has sent its Close, after which nothing follows. */
  void onPing(ByteBuffer payload) {
    int start = payload.position();
    if (pongs < MAX_PONGS_A_TURN) {
      pongs++;
      answer(payload);
    } else {
      // 5.5.3: it is enough to answer the latest ping, so a flood of them need not make another.
      latestPing =
          latestPing == null
              ? ByteBuffer.allocate(Opcode.MAX_CONTROL_PAYLOAD_BYTES)
              : latestPing.clear();
      latestPing.put(payload).flip();
    }
    consumer.onPing(payload.position(start));
  }

  private void answerLatestPing() {
    if (latestPing != null) {
      answer(latestPing);
      latestPing = null;
    }
  }

  private void answer(ByteBuffer pingPayload) {
    if (state == ConnectionState.OPEN) {
      writer.writeAnswer(pingPayload);
    }
  }

  /**
   * 5.5.1: answered with the same code, if this endpoint has not sent its Close yet. Then the
   * server closes the transport first (7.1.1), and a client waits for that. Nothing may follow a
   * Close; if something does all the same, closing at once could reset what the peer is to read.
   */
  void onPeerClose(CloseReason reason) {
    writeClose(new CloseReason(reason.code(), ""));
    if (role == Role.SERVER) {
      transportEnd = TransportEnd.SHUT_DOWN_OUTPUT;
      closedByPeer = true;
    }
    end(new Ending(reason, !closeLost));
  }
}
