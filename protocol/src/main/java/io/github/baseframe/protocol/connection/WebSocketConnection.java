package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.Utf8;
import io.github.baseframe.protocol.frame.FrameConsumer;
import io.github.baseframe.protocol.frame.FrameDecoder;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.FrameRules;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageAssembler;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import io.github.baseframe.protocol.message.MessageWriter;
import io.github.baseframe.protocol.message.OutboundQueue;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.nio.ByteBuffer;

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
 * into this object write what {@link #output} holds (it may be put off to collect more frames, but
 * not where {@link OutboundQueue#holdsBorrowedPayload} says otherwise); once the output is empty do
 * what {@link #transportEnd} says; while {@link #closeExpected} is true keep a deadline, and when
 * it passes, close the transport; when the transport is closed, for whatever reason, call {@link
 * #transportClosed}.
 *
 * <p>This is the only place that turns a {@link ProtocolException} into a close code. Not
 * thread-safe: one thread at a time.
 */
public final class WebSocketConnection {

  private final ConnectionSettings settings;
  private final MessageConsumer consumer;

  /** Null where no extension was agreed on. */
  private final MessageTransform transform;

  private final OutboundQueue output;
  private final MessageWriter writer;
  private final MessageAssembler assembler;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Input input = new Input();

  private ConnectionState state = ConnectionState.OPEN;
  private TransportEnd transportEnd = TransportEnd.NOT_YET;

  /** Whether the bytes that are being taken hold a Close frame that a server acts on. */
  private boolean closedByPeer;

  /** False once nothing that comes matters any more: incoming bytes are then thrown away. */
  private boolean reading = true;

  /**
   * Creates an open connection without an extension.
   *
   * @param settings what it has in common with others
   * @param buffers where it gets buffers for output and for large messages
   * @param maskingKeys the client's masking keys, null at a server
   * @param consumer takes what is received
   * @throws IllegalArgumentException if a client has no masking keys, or a server has
   */
  public WebSocketConnection(
      ConnectionSettings settings,
      BufferPool buffers,
      MaskingKeySource maskingKeys,
      MessageConsumer consumer) {
    this(settings, buffers, maskingKeys, consumer, null);
  }

  /**
   * Creates an open connection.
   *
   * @param settings what it has in common with others
   * @param buffers where it gets buffers for output and for large messages
   * @param maskingKeys the client's masking keys, null at a server
   * @param consumer takes what is received
   * @param transform what the extension that was agreed on does to messages, used by no other
   *     connection, and closed in every ending; null if there is none
   * @throws IllegalArgumentException if a client has no masking keys, or a server has
   */
  public WebSocketConnection(
      ConnectionSettings settings,
      BufferPool buffers,
      MaskingKeySource maskingKeys,
      MessageConsumer consumer,
      MessageTransform transform) {
    if ((settings.role() == Role.CLIENT) != (maskingKeys != null)) {
      throw new IllegalArgumentException("a client needs masking keys, a server has none");
    }
    this.settings = settings;
    this.consumer = consumer;
    this.transform = transform;
    this.output = new OutboundQueue(buffers);
    this.writer =
        new MessageWriter(
            output, maskingKeys, settings.maxOutgoingFrameBytes(), transform, consumer);
    this.assembler = new MessageAssembler(settings.limits(), transform, buffers);
  }

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
        reading ? assembler.roomInPlace(decoder.payloadToCome(), own.remaining()) : null;
    return inPlace == null ? own : inPlace;
  }

  /**
   * Takes bytes from the transport, all of them, and tells the consumer what they hold. Never
   * throws for what a peer sent: a broken rule fails the connection.
   *
   * @param in consumed to its limit; masked payload is unmasked in place
   */
  public void receive(ByteBuffer in) {
    try {
      while (reading && in.hasRemaining()) {
        decoder.decode(in, input);
      }
    } catch (ProtocolException e) {
      fail(e.closeCode(), e.getMessage());
    }
    if (closedByPeer && !in.hasRemaining()) {
      transportEnd = TransportEnd.CLOSE;
    }
    closedByPeer = false;
    in.position(in.limit());
  }

  /** The peer will send no more bytes. Without a Close frame before, that is a 1006. */
  public void receiveEof() {
    transportEnd = TransportEnd.CLOSE;
    end(CloseReason.ABNORMAL, false);
  }

  /** The transport is closed. Gives all buffers back; may be called more than once. */
  public void transportClosed() {
    receiveEof();
    output.release();
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
    if (admit(writer.messageBytes(utf8.remaining()))) {
      writer.writeMessage(Opcode.TEXT, utf8);
      return taken();
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
    if (admit(writer.messageBytes(payload.remaining()))) {
      writer.writeMessage(Opcode.BINARY, payload);
      return taken();
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
    if (admit(writer.messageBytes(message.payloadBytes()))) {
      writer.writePrepared(message);
      return taken();
    }
    return refuse();
  }

  /**
   * Sends messages for which a driver has found room before: it took them from another thread, or
   * to be given to many, counted them against {@link Limits#maxQueuedBytes} then, and said so. They
   * are taken even if the queue has become full meanwhile.
   *
   * @param messages the messages
   * @return what became of them, never {@link SendStatus#DROPPED}
   */
  public SendStatus sendAdmitted(PreparedMessages messages) {
    if (state != ConnectionState.OPEN) {
      return SendStatus.CLOSED;
    }
    writer.writePrepared(messages);
    return taken();
  }

  /**
   * Does what the {@link OverflowPolicy} says about a message for which there is no room. Sending
   * does this by itself; it is for a driver that found no room for what another thread sends.
   *
   * @return what became of the message, {@link SendStatus#DROPPED} or {@link SendStatus#CLOSED}
   */
  public SendStatus refuse() {
    if (state != ConnectionState.OPEN) {
      return SendStatus.CLOSED;
    }
    if (settings.overflowPolicy() == OverflowPolicy.DROP_MESSAGE) {
      return SendStatus.DROPPED;
    }
    output.discardUnsent();
    fail(CloseCode.POLICY_VIOLATION, "too slow: the send queue is full");
    return SendStatus.CLOSED;
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
      state = ConnectionState.CLOSING;
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
    CloseReason failure = CloseReason.of(code, reason);
    if (state == ConnectionState.CLOSED) {
      return;
    }
    writeClose(failure);
    // 7.1.1: the server ends the transport first, and a client waits for that.
    if (settings.role() == Role.SERVER) {
      transportEnd = TransportEnd.SHUT_DOWN_OUTPUT;
    }
    end(failure, false);
  }

  /**
   * Returns what has to be written.
   *
   * @return always the same queue
   */
  public OutboundQueue output() {
    return output;
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
   * Says what to do with the transport once the output is empty.
   *
   * @return the order; it never goes back to an earlier one
   */
  public TransportEnd transportEnd() {
    return transportEnd;
  }

  /**
   * Says whether the connection is about to end but waits for the peer, so that a deadline must
   * run.
   *
   * @return true from the first Close frame, sent or received, until the end
   */
  public boolean closeExpected() {
    return state != ConnectionState.OPEN;
  }

  private SendStatus sendControl(Opcode opcode, ByteBuffer payload) {
    if (payload.remaining() > Opcode.MAX_CONTROL_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a control frame has at most " + Opcode.MAX_CONTROL_PAYLOAD_BYTES + " bytes of payload");
    }
    if (admit(writer.frameBytes(payload.remaining()))) {
      writer.writeControl(opcode, payload);
      return taken();
    }
    return refuse();
  }

  /** Says whether the queue takes this many bytes more; it always does when it is empty. */
  private boolean admit(long bytes) {
    return state == ConnectionState.OPEN
        && (output.isEmpty() || bytes <= settings.limits().maxQueuedBytes() - output.size());
  }

  private SendStatus taken() {
    return output.isBlocked() ? SendStatus.QUEUED : SendStatus.SENT;
  }

  /** Sends Close if none was sent, behind everything else; says whether it did. */
  private boolean writeClose(CloseReason reason) {
    if (state == ConnectionState.OPEN) {
      consumer.beforeClose();
    }
    // In that call the driver may have found out that the connection fails.
    if (state != ConnectionState.OPEN) {
      return false;
    }
    writer.writeClose(reason);
    return true;
  }

  /** The one way into CLOSED, whatever the cause. */
  private void end(CloseReason reason, boolean clean) {
    reading = false;
    if (state != ConnectionState.CLOSED) {
      state = ConnectionState.CLOSED;
      assembler.release();
      if (transform != null) {
        transform.close();
      }
      consumer.onClose(reason, clean);
    }
  }

  /** What the decoder finds: data goes on to the assembler, control frames are acted on here. */
  private final class Input implements FrameConsumer {

    /** The opcode of the control frame that is read, null in a data frame. */
    private Opcode control;

    /** The payload of a control frame that did not come in one piece, else null. */
    private ByteBuffer collected;

    @Override
    public void onFrameHeader(FrameHeader header) throws ProtocolException {
      FrameRules.check(
          header,
          settings.role(),
          assembler.isMessageUnderWay(),
          transform != null,
          assembler.limitsOf(header));
      if (header.opcode().isControl()) {
        control = header.opcode();
      } else {
        control = null;
        assembler.onFrameHeader(header);
      }
    }

    @Override
    public void onPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
      if (control != null) {
        onControlPayload(piece, endOfFrame);
        return;
      }
      try {
        if (assembler.isTransformed()) {
          assembler.onTransformedPayload(piece, endOfFrame, consumer);
          return;
        }
        // The consumer is called here and not by the assembler, as the compiler inlines 15 calls
        // at most, which is how many it is from here to the copy of the payload of an echo.
        ByteBuffer message = assembler.onPayload(piece, endOfFrame);
        if (message != null && assembler.isText()) {
          consumer.onText(message);
        } else if (message != null) {
          consumer.onBinary(message);
        }
      } finally {
        // The consumer may have sent what it received, in a buffer that is used again.
        output.keepBorrowed();
        assembler.afterDelivery();
      }
    }

    private void onControlPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
      if (endOfFrame && collected == null) {
        onControlFrame(piece);
      } else {
        collect(piece, endOfFrame);
      }
    }

    private void collect(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
      if (collected == null) {
        collected = ByteBuffer.allocate(Opcode.MAX_CONTROL_PAYLOAD_BYTES);
      }
      collected.put(piece);
      if (endOfFrame) {
        ByteBuffer payload = collected.flip();
        collected = null;
        onControlFrame(payload);
      }
    }

    private void onControlFrame(ByteBuffer payload) throws ProtocolException {
      switch (control) {
        case PING -> onPing(payload);
        case PONG -> consumer.onPong(payload);
        default -> onPeerClose(CloseReason.parse(payload));
      }
    }

    /** 5.5.2: answered, unless this endpoint has sent its Close, after which nothing follows. */
    private void onPing(ByteBuffer payload) {
      if (state == ConnectionState.OPEN) {
        int start = payload.position();
        writer.writeAnswer(payload);
        payload.position(start);
      }
      consumer.onPing(payload);
    }

    /**
     * 5.5.1: answered with the same code, if this endpoint has not sent its Close yet. Then the
     * server closes the transport first (7.1.1), and a client waits for that. Nothing may follow a
     * Close; if something does all the same, closing at once could reset what the peer is to read.
     */
    private void onPeerClose(CloseReason reason) {
      writeClose(new CloseReason(reason.code(), ""));
      if (settings.role() == Role.SERVER) {
        transportEnd = TransportEnd.SHUT_DOWN_OUTPUT;
        closedByPeer = true;
      }
      end(reason, true);
    }
  }
}
