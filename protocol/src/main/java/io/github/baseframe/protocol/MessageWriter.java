package io.github.baseframe.protocol;

import java.nio.ByteBuffer;

/**
 * Turns outgoing messages into frames in the {@link OutboundQueue}: has them transformed by an
 * extension (RFC 6455 section 9), splits them into fragments where that is wanted (section 5.4) and
 * masks them at a client (section 5.3).
 */
final class MessageWriter implements MessageTransform.EncodedPayload {

  /**
   * Payload up to this many bytes is copied behind its header, larger payload is borrowed: about
   * where a copy begins to cost more than one more segment in a gathering write.
   */
  static final int MOST_COPIED_BYTES = 4 * 1024;

  /** With so much in the queue, a message that is being transformed waits for the driver. */
  static final int STREAMED_BYTES = 64 * 1024;

  private final OutboundQueue queue;

  /** Null at a server. */
  private final MaskingKeySource maskingKeys;

  private final int maxOutgoingFrameBytes;

  /** Null where no extension was agreed on. */
  private final MessageTransform transform;

  private final MessageConsumer consumer;

  /** Opcode and RSV1 of the next frame of the message that is being transformed. */
  private int nextFrameBits;

  MessageWriter(
      OutboundQueue queue,
      MaskingKeySource maskingKeys,
      int maxOutgoingFrameBytes,
      MessageTransform transform,
      MessageConsumer consumer) {
    this.queue = queue;
    this.maskingKeys = maskingKeys;
    this.maxOutgoingFrameBytes = maxOutgoingFrameBytes;
    this.transform = transform;
    this.consumer = consumer;
  }

  /**
   * Returns how much a message of this size adds to the queue, headers of all frames included, if
   * it is not transformed.
   */
  long messageBytes(int payloadBytes) {
    if (payloadBytes <= maxOutgoingFrameBytes) {
      return frameBytes(payloadBytes);
    }
    int fullFrames = (payloadBytes - 1) / maxOutgoingFrameBytes;
    int lastBytes = payloadBytes - fullFrames * maxOutgoingFrameBytes;
    return fullFrames * frameBytes(maxOutgoingFrameBytes) + frameBytes(lastBytes);
  }

  /** Returns how much a prepared message adds to the queue, headers of all frames included. */
  long messageBytes(PreparedMessage message) {
    return isFramedAnew(message.payloadBytes())
        ? messageBytes(message.payloadBytes())
        : message.unmaskedFrame().remaining();
  }

  /** Returns how much one frame adds to the queue, its header included. */
  long frameBytes(int payloadBytes) {
    return FrameEncoder.headerBytes(payloadBytes, maskingKeys != null) + (long) payloadBytes;
  }

  /**
   * Appends a message, transformed if there is a transform that wants to.
   *
   * @param type TEXT or BINARY
   * @param payload its remaining bytes are taken
   */
  void writeMessage(Opcode type, ByteBuffer payload) {
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
    int maxFrameBytes = Math.min(maxOutgoingFrameBytes, MOST_COPIED_BYTES);
    writeFrames(nextFrameBits, piece, endOfMessage, maxFrameBytes);
    nextFrameBits = Opcode.CONTINUATION.bits();
    if (!endOfMessage && !queue.isBlocked() && queue.size() >= STREAMED_BYTES) {
      consumer.onOutputWaiting();
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

  /** Appends a message that was framed before. */
  void writePrepared(PreparedMessage message) {
    if (transform != null && message.isTransformable() && writeTransformed(message)) {
      return;
    }
    if (isFramedAnew(message.payloadBytes())) {
      writeFrames(message.opcode().bits(), message.payload(), true, maxOutgoingFrameBytes);
      return;
    }
    appendFrames(message.unmaskedFrame());
  }

  /** Appends messages that were framed before. */
  void writePrepared(PreparedMessages messages) {
    if (transform != null || isFramedAnew(messages.largestPayloadBytes())) {
      messages.messages().forEach(this::writePrepared);
    } else {
      appendFrames(messages.unmaskedFrames());
    }
  }

  private void appendFrames(ByteBuffer frames) {
    int length = frames.remaining();
    if (length > MOST_COPIED_BYTES) {
      queue.appendShared(frames.duplicate());
      return;
    }
    ByteBuffer out = queue.beginAppend(length);
    int start = queue.appendIndex();
    out.put(start, frames, 0, length);
    queue.endAppend(start + length, true);
  }

  private boolean writeTransformed(PreparedMessage message) {
    Object encoding = transform.sharedEncoding();
    if (encoding == null) {
      return writeTransformed(message.opcode(), message.payload());
    }
    ByteBuffer encoded = message.encodedPayload(encoding, transform);
    if (encoded == null) {
      return false;
    }
    int frameBits = FrameHeader.RSV1_BIT | message.opcode().bits();
    writeFrames(frameBits, encoded, true, maxOutgoingFrameBytes);
    return true;
  }

  /**
   * Adds a ping or pong that the application sends.
   *
   * @param opcode PING or PONG
   * @param payload at most 125 bytes, taken
   */
  void writeControl(Opcode opcode, ByteBuffer payload) {
    if (queue.isBlocked()) {
      queue.addUrgent(controlFrame(opcode, payload));
    } else {
      appendFrame(FrameHeader.FIN_BIT | opcode.bits(), payload);
    }
  }

  /** Answers a ping (5.5.2), at once if the peer reads, else with the one pong that may wait. */
  void writeAnswer(ByteBuffer pingPayload) {
    if (queue.isBlocked()) {
      queue.addWaitingPong(controlFrame(Opcode.PONG, pingPayload));
    } else {
      appendFrame(FrameHeader.FIN_BIT | Opcode.PONG.bits(), pingPayload);
    }
  }

  /** Appends the Close frame, behind all data: what was sent before it is not lost. */
  void writeClose(CloseReason reason) {
    appendFrame(FrameHeader.FIN_BIT | Opcode.CLOSE.bits(), reason.toPayload());
  }

  private void appendFrame(int firstByte, ByteBuffer payload) {
    int length = payload.remaining();
    boolean masked = maskingKeys != null;
    boolean copied = masked || length <= MOST_COPIED_BYTES;
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
