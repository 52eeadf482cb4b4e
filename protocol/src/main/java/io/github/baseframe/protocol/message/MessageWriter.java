package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.frame.FrameEncoder;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Masking;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Turns outgoing messages into frames in the {@link OutboundQueue}: has them transformed by an
 * extension (RFC 6455 section 9), splits them into fragments where that is wanted (section 5.4) and
 * masks them at a client (section 5.3).
 *
 * <p>Not thread-safe. It writes what it is told: whether there is room in the queue, and whether a
 * message may still be sent, is for the connection to say.
 */
public final class MessageWriter implements MessageTransform.EncodedPayload {

  /**
   * Payload up to this many bytes is copied behind its header, larger payload is borrowed: about
   * where a copy begins to cost more than one more segment in a gathering write.
   */
  static final int MAX_COPIED_BYTES = 4 * 1024;

  private final OutboundQueue queue;

  /** Null at a server. */
  private final MaskingKeySource maskingKeys;

  private final int maxOutgoingFrameBytes;

  /** Null where no extension was agreed on. */
  private final MessageTransform transform;

  private final Runnable writeNow;

  private long messageCount;

  /** Opcode and RSV1 of the next frame of the message that is being transformed. */
  private int nextFrameBits;

  /**
   * Creates the writer of one connection.
   *
   * @param queue gets the frames
   * @param maskingKeys the client's masking keys, null at a server
   * @param maxOutgoingFrameBytes the most payload of a data frame, in bytes, at least 1
   * @param transform what an extension does to messages; null where none was agreed on
   * @param writeNow called where it is time to write, in the middle of a message that is being
   *     transformed
   */
  public MessageWriter(
      OutboundQueue queue,
      MaskingKeySource maskingKeys,
      int maxOutgoingFrameBytes,
      MessageTransform transform,
      Runnable writeNow) {
    this.queue = queue;
    this.maskingKeys = maskingKeys;
    this.maxOutgoingFrameBytes = maxOutgoingFrameBytes;
    this.transform = transform;
    this.writeNow = writeNow;
  }

  /**
   * Appends a message, transformed if there is a transform that wants to.
   *
   * @param type TEXT or BINARY
   * @param payload its remaining bytes are taken
   */
  public void writeMessage(Opcode type, ByteBuffer payload) {
    messageCount++;
    if (transform == null || !writeTransformed(type, payload)) {
      // What writeFrames does, but one call less deep: the compiler inlines 15 at most, and from
      // the decoder to the copy of the payload, by way of an echoing handler, there are as many.
      int frameBits = appendAllButLast(type.bits(), payload, maxOutgoingFrameBytes);
      appendFrame(FrameHeader.FIN_BIT | frameBits, payload);
    }
  }

  private boolean writeTransformed(Opcode type, ByteBuffer payload) {
    nextFrameBits = FrameHeader.RSV1_BIT | type.bits();
    return transform.encode(type, payload, this);
  }

  /** Appends what the transform makes of the message, or of a part of it. */
  @Override
  public void accept(ByteBuffer piece, boolean endOfMessage) {
    // No more at once than what is copied: the transform uses its buffer again.
    int maxFrameBytes = Math.min(maxOutgoingFrameBytes, MAX_COPIED_BYTES);
    writeFrames(nextFrameBits, piece, endOfMessage, maxFrameBytes);
    nextFrameBits = Opcode.CONTINUATION.bits();
    if (!endOfMessage && queue.wantsWrite()) {
      writeNow.run();
    }
  }

  /** Appends payload in as many frames as it takes, the first with this opcode and RSV1. */
  private void writeFrames(
      int firstFrameBits, ByteBuffer payload, boolean endOfMessage, int maxFrameBytes) {
    int frameBits = appendAllButLast(firstFrameBits, payload, maxFrameBytes);
    appendFrame(endOfMessage ? FrameHeader.FIN_BIT | frameBits : frameBits, payload);
  }

  /** Appends full frames until the rest of the payload fits one; returns the bits for that. */
  private int appendAllButLast(int firstFrameBits, ByteBuffer payload, int maxFrameBytes) {
    int frameBits = firstFrameBits;
    while (payload.remaining() > maxFrameBytes) {
      ByteBuffer fragment = payload.slice(payload.position(), maxFrameBytes);
      payload.position(payload.position() + maxFrameBytes);
      appendFrame(frameBits, fragment);
      frameBits = Opcode.CONTINUATION.bits();
    }
    return frameBits;
  }

  /** A client frames it with a key of its own, and what is too large for one frame is split. */
  private boolean isFramedAnew(int payloadBytes) {
    return maskingKeys != null || payloadBytes > maxOutgoingFrameBytes;
  }

  /**
   * Appends a prepared message, transformed if there is a transform that wants to.
   *
   * @param message small payload is copied, larger payload shared
   */
  public void writePrepared(PreparedMessage message) {
    messageCount++;
    if (transform != null && message.isTransformable() && writeTransformed(message)) {
      return;
    }
    int firstFrameBits = PreparedMessages.typeOf(message).bits();
    if (isFramedAnew(message.payloadBytes())) {
      writeFrames(firstFrameBits, message.payload(), true, maxOutgoingFrameBytes);
    } else {
      appendPrepared(FrameHeader.FIN_BIT | firstFrameBits, message);
    }
  }

  private void appendPrepared(int firstByte, PreparedMessage message) {
    int length = message.payloadBytes();
    boolean copied = length <= MAX_COPIED_BYTES;
    ByteBuffer out =
        queue.beginAppend(FrameEncoder.headerBytes(length, false) + (copied ? length : 0));
    int end = FrameEncoder.putHeader(out, queue.appendIndex(), firstByte, false, 0, length);
    queue.endAppend(copied ? message.putPayload(out, end) : end, copied);
    if (!copied) {
      queue.appendShared(message.payload());
    }
  }

  /**
   * Appends prepared messages in their order.
   *
   * @param messages as their row, or one by one where something is done to each of them
   */
  public void writePrepared(PreparedMessages messages) {
    ByteBuffer row = messages.unmaskedFrames();
    if (row == null || transform != null || isFramedAnew(messages.largestPayloadBytes())) {
      messages.messages().forEach(this::writePrepared);
    } else {
      messageCount += messages.messages().size();
      appendRow(row);
    }
  }

  /**
   * Returns how many messages were written.
   *
   * @return control frames not counted
   */
  public long messageCount() {
    return messageCount;
  }

  private void appendRow(ByteBuffer frames) {
    int length = frames.remaining();
    if (length > MAX_COPIED_BYTES) {
      queue.appendShared(frames.duplicate());
      return;
    }
    ByteBuffer out = queue.beginAppend(length);
    int start = queue.appendIndex();
    out.put(start, frames, 0, length);
    queue.endAppend(start + length, true);
  }

  private boolean writeTransformed(PreparedMessage message) {
    Opcode type = PreparedMessages.typeOf(message);
    Object encoding = transform.sharedEncoding();
    if (encoding == null) {
      return writeTransformed(type, message.payload());
    }
    ByteBuffer encoded = message.encodedPayload(encoding, this::encode);
    if (encoded == null) {
      return false;
    }
    writeFrames(FrameHeader.RSV1_BIT | type.bits(), encoded, true, maxOutgoingFrameBytes);
    return true;
  }

  /**
   * Returns what the transform makes of a message, in one buffer; null if it leaves it as it is.
   */
  private ByteBuffer encode(PreparedMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageTransform.EncodedPayload output =
        (piece, endOfMessage) -> {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          bytes.writeBytes(copy);
        };
    boolean transformed =
        transform.encode(PreparedMessages.typeOf(message), message.payload(), output);
    return transformed ? ByteBuffer.wrap(bytes.toByteArray()) : null;
  }

  /**
   * Adds a ping or pong that the application sends.
   *
   * @param opcode PING or PONG
   * @param payload at most 125 bytes, taken
   */
  public void writeControl(Opcode opcode, ByteBuffer payload) {
    boolean ping = opcode == Opcode.PING;
    if (queue.isBlocked()) {
      queue.addUrgent(controlFrame(opcode, payload), ping);
      return;
    }
    appendFrame(FrameHeader.FIN_BIT | opcode.bits(), payload);
    if (ping) {
      queue.markPing();
    }
  }

  /**
   * Answers a ping (5.5.2), at once if the peer reads, else with the one pong that may wait.
   *
   * @param pingPayload at most 125 bytes, taken
   */
  public void writeAnswer(ByteBuffer pingPayload) {
    if (queue.isBlocked()) {
      queue.addWaitingPong(controlFrame(Opcode.PONG, pingPayload));
    } else {
      appendFrame(FrameHeader.FIN_BIT | Opcode.PONG.bits(), pingPayload);
      queue.markPong();
    }
  }

  /**
   * Appends what goes out ahead of all frames.
   *
   * @param head the response of the opening handshake; its remaining bytes are taken
   */
  public void writeHead(ByteBuffer head) {
    appendRow(head.slice());
    head.position(head.limit());
  }

  /**
   * Appends the Close frame, behind all data: what was sent before it is not lost.
   *
   * @param reason one that may travel
   * @throws IllegalArgumentException if it must not
   */
  public void writeClose(CloseReason reason) {
    appendFrame(FrameHeader.FIN_BIT | Opcode.CLOSE.bits(), reason.toPayload());
  }

  private void appendFrame(int firstByte, ByteBuffer payload) {
    int length = payload.remaining();
    boolean masked = maskingKeys != null;
    boolean copied = masked || length <= MAX_COPIED_BYTES;
    ByteBuffer out =
        queue.beginAppend(FrameEncoder.headerBytes(length, masked) + (copied ? length : 0));
    int maskingKey = nextMaskingKey();
    int end =
        FrameEncoder.putHeader(out, queue.appendIndex(), firstByte, masked, maskingKey, length);
    if (copied) {
      out.put(end, payload, payload.position(), length);
      payload.position(payload.limit());
      end += length;
    }
    if (masked) {
      Masking.apply(out, end - length, end, maskingKey, 0);
    }
    queue.endAppend(end, copied);
    if (!copied) {
      queue.appendBorrowed(payload);
    }
  }

  private ByteBuffer controlFrame(Opcode opcode, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.MAX_BYTES + payload.remaining());
    int firstByte = FrameHeader.FIN_BIT | opcode.bits();
    boolean masked = maskingKeys != null;
    int maskingKey = nextMaskingKey();
    FrameEncoder.putHeader(frame, firstByte, masked, maskingKey, payload.remaining());
    FrameEncoder.putMasked(frame, payload, maskingKey, 0);
    return frame.flip();
  }

  /** Returns a new masking key at a client; at a server 0, which changes nothing. */
  private int nextMaskingKey() {
    return maskingKeys == null ? 0 : maskingKeys.next();
  }
}
