package io.github.baseframe.protocol;

import java.nio.ByteBuffer;

/**
 * Turns outgoing messages into frames in the {@link OutboundQueue}: splits them into fragments
 * where that is wanted (RFC 6455 section 5.4) and masks them at a client (section 5.3).
 */
final class MessageWriter {

  /**
   * Payload up to this many bytes is copied behind its header, larger payload is borrowed: about
   * where a copy begins to cost more than one more segment in a gathering write.
   */
  static final int MOST_COPIED_BYTES = 8 * 1024;

  private final OutboundQueue queue;

  /** Null at a server. */
  private final MaskingKeySource maskingKeys;

  private final int maxOutgoingFrameBytes;

  MessageWriter(OutboundQueue queue, MaskingKeySource maskingKeys, int maxOutgoingFrameBytes) {
    this.queue = queue;
    this.maskingKeys = maskingKeys;
    this.maxOutgoingFrameBytes = maxOutgoingFrameBytes;
  }

  /** Returns how much a message of this size adds to the queue, headers of all frames included. */
  long messageBytes(int payloadBytes) {
    int fullFrames = Math.max(payloadBytes - 1, 0) / maxOutgoingFrameBytes;
    int lastBytes = payloadBytes - fullFrames * maxOutgoingFrameBytes;
    return fullFrames * frameBytes(maxOutgoingFrameBytes) + frameBytes(lastBytes);
  }

  /** Returns how much a prepared message adds to the queue, headers of all frames included. */
  long messageBytes(PreparedMessage message) {
    return isFramedAnew(message)
        ? messageBytes(message.payloadBytes())
        : message.unmaskedFrame().remaining();
  }

  /** Returns how much one frame adds to the queue, its header included. */
  long frameBytes(int payloadBytes) {
    return FrameEncoder.headerBytes(payloadBytes, maskingKeys != null) + (long) payloadBytes;
  }

  /**
   * Appends a message, in several frames if it is larger than one may be.
   *
   * @param type TEXT or BINARY
   * @param payload its remaining bytes are taken
   */
  void writeMessage(Opcode type, ByteBuffer payload) {
    Opcode opcode = type;
    while (payload.remaining() > maxOutgoingFrameBytes) {
      ByteBuffer fragment = payload.slice(payload.position(), maxOutgoingFrameBytes);
      payload.position(payload.position() + maxOutgoingFrameBytes);
      appendFrame(opcode.bits(), fragment);
      opcode = Opcode.CONTINUATION;
    }
    appendFrame(FrameHeader.FIN_BIT | opcode.bits(), payload);
  }

  /** A client frames it with a key of its own, and what is too large for one frame is split. */
  private boolean isFramedAnew(PreparedMessage message) {
    return maskingKeys != null || message.payloadBytes() > maxOutgoingFrameBytes;
  }

  /** Appends a message that was framed before. */
  void writePrepared(PreparedMessage message) {
    if (isFramedAnew(message)) {
      writeMessage(message.opcode(), message.payload());
      return;
    }
    ByteBuffer frame = message.unmaskedFrame();
    int length = frame.remaining();
    if (length > MOST_COPIED_BYTES) {
      queue.appendShared(frame.duplicate());
      return;
    }
    ByteBuffer out = queue.beginAppend(length);
    out.put(out.position(), frame, 0, length).position(out.position() + length);
    queue.endAppend(true);
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
    int headerBytes = FrameEncoder.headerBytes(length, masked);
    if (masked || length <= MOST_COPIED_BYTES) {
      putFrame(queue.beginAppend(headerBytes + length), firstByte, payload);
      queue.endAppend(true);
    } else {
      FrameEncoder.putHeader(queue.beginAppend(headerBytes), firstByte, false, 0, length);
      queue.endAppend(false);
      queue.appendBorrowed(payload);
    }
  }

  private ByteBuffer controlFrame(Opcode opcode, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.MAX_BYTES + payload.remaining());
    putFrame(frame, FrameHeader.FIN_BIT | opcode.bits(), payload);
    return frame.flip();
  }

  private void putFrame(ByteBuffer out, int firstByte, ByteBuffer payload) {
    if (maskingKeys == null) {
      FrameEncoder.putHeader(out, firstByte, false, 0, payload.remaining());
      out.put(payload);
    } else {
      int maskingKey = maskingKeys.next();
      FrameEncoder.putHeader(out, firstByte, true, maskingKey, payload.remaining());
      FrameEncoder.putMasked(out, payload, maskingKey, 0);
    }
  }
}
