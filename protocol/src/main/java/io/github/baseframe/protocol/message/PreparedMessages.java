package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.frame.FrameEncoder;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages that go out one right behind the other, mostly to many: their frames are put in a row
 * once, and each session of a server takes the row. Where something is done to each message (a
 * client masks it, an extension compresses it, or it is larger than {@code
 * ConnectionSettings.maxOutgoingFrameBytes}), they are taken one by one.
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedMessages {

  private final List<PreparedMessage> messages;

  /** From index 0 to limit; null for a single message. */
  private final ByteBuffer row;

  private final int largestPayloadBytes;
  private final int unmaskedBytes;

  /**
   * Puts messages in a row, for which it takes as much memory again; a single one is not copied.
   *
   * @param messages in the order in which they are sent
   */
  public PreparedMessages(List<PreparedMessage> messages) {
    this.messages = List.copyOf(messages);
    this.unmaskedBytes = sumOfFrames(this.messages);
    this.row = messages.size() == 1 ? null : rowOfFrames();
    this.largestPayloadBytes =
        this.messages.stream().mapToInt(PreparedMessage::payloadBytes).max().orElse(0);
  }

  private static int sumOfFrames(List<PreparedMessage> messages) {
    int bytes = 0;
    for (PreparedMessage message : messages) {
      int payloadBytes = message.payloadBytes();
      bytes += FrameEncoder.headerBytes(payloadBytes, false) + payloadBytes;
    }
    return bytes;
  }

  private ByteBuffer rowOfFrames() {
    ByteBuffer frames = ByteBuffer.allocate(unmaskedBytes);
    for (PreparedMessage message : messages) {
      int firstByte = FrameHeader.FIN_BIT | typeOf(message).bits();
      FrameEncoder.putHeader(frames, firstByte, false, 0, message.payloadBytes());
      frames.put(message.payload());
    }
    return frames.flip();
  }

  /** Returns TEXT or BINARY. */
  static Opcode typeOf(PreparedMessage message) {
    return message.isText() ? Opcode.TEXT : Opcode.BINARY;
  }

  List<PreparedMessage> messages() {
    return messages;
  }

  /** Returns the size of the largest payload, in bytes. */
  int largestPayloadBytes() {
    return largestPayloadBytes;
  }

  /** Returns the size of all frames, unmasked, in bytes. */
  int unmaskedBytes() {
    return unmaskedBytes;
  }

  /**
   * Returns all frames, unmasked, from index 0 to limit; the position must not be moved, it is
   * shared. Null for a single message.
   */
  ByteBuffer unmaskedFrames() {
    return row;
  }
}
