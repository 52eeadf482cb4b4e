package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.FrameConsumer;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.FrameRules;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.MessageAssembler;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;

/**
 * What the decoder finds: every header is judged; data goes on to the assembler and its messages to
 * the consumer; control frames are put together and acted on by the connection.
 */
final class Incoming implements FrameConsumer {

  private final WebSocketConnection connection;
  private final Role role;
  private final boolean extended;
  private final MessageAssembler assembler;
  private final MessageConsumer consumer;

  /** The opcode of the control frame that is read, null in a data frame. */
  private Opcode control;

  /** The payload of a control frame that did not come in one piece, else null. */
  private ByteBuffer collected;

  /** How many messages have come in whole. */
  private long messageCount;

  /**
   * Begins between two messages.
   *
   * @param connection acts on pings and on Close
   * @param role who receives
   * @param extended whether an extension was agreed on
   * @param assembler takes data frames
   * @param consumer takes messages and pongs
   */
  Incoming(
      WebSocketConnection connection,
      Role role,
      boolean extended,
      MessageAssembler assembler,
      MessageConsumer consumer) {
    this.connection = connection;
    this.role = role;
    this.extended = extended;
    this.assembler = assembler;
    this.consumer = consumer;
  }

  @Override
  public void onFrameHeader(FrameHeader header) throws ProtocolException {
    FrameRules.check(
        header, role, assembler.isMessageUnderWay(), extended, assembler.limitsOf(header));
    if (header.opcode().isControl()) {
      control = header.opcode();
    } else {
      control = null;
      assembler.onFrameHeader(header);
    }
  }

  @Override
  public boolean onPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
    if (control != null) {
      onControlPayload(piece, endOfFrame);
      return true;
    }
    try {
      if (assembler.isTransformed()) {
        boolean taken = assembler.onTransformedPayload(piece, endOfFrame, consumer);
        messageCount += assembler.isMessageUnderWay() ? 0 : 1;
        return taken;
      }
      // The consumer is called here and not by the assembler, as the compiler inlines 15 calls
      // at most, which is how many it is from here to the copy of the payload of an echo.
      ByteBuffer message = assembler.onPayload(piece, endOfFrame);
      messageCount += message == null ? 0 : 1;
      if (message != null && assembler.isText()) {
        consumer.onText(message);
      } else if (message != null) {
        consumer.onBinary(message);
      }
      return true;
    } finally {
      assembler.afterDelivery();
    }
  }

  /** Returns how many messages have come in whole. */
  long messageCount() {
    return messageCount;
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
      case PING -> connection.onPing(payload);
      case PONG -> consumer.onPong(payload);
      default -> connection.onPeerClose(CloseReason.parse(payload));
    }
  }
}
