package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages that go out one right behind the other, mostly to many: their frames are put in a row
 * once, and each session of a server takes the row. Where something is done to each message (a
 * client masks it, an extension compresses it, or it is larger than {@link
 * ConnectionSettings#maxOutgoingFrameBytes}), they are taken one by one.
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedMessages {

  private final List<PreparedMessage> messages;
  private final ByteBuffer frames;
  private final int largestPayloadBytes;

  /**
   * Puts messages in a row, for which it takes as much memory again; a single one is not copied.
   *
   * @param messages in the order in which they are sent
   */
  public PreparedMessages(List<PreparedMessage> messages) {
    this.messages = List.copyOf(messages);
    int bytes = 0;
    int largest = 0;
    for (PreparedMessage message : this.messages) {
      bytes += message.unmaskedFrame().remaining();
      largest = Math.max(largest, message.payloadBytes());
    }
    this.frames = messages.size() == 1 ? messages.get(0).unmaskedFrame() : inARow(bytes);
    this.largestPayloadBytes = largest;
  }

  private ByteBuffer inARow(int bytes) {
    ByteBuffer row = ByteBuffer.allocate(bytes);
    messages.forEach(message -> row.put(message.unmaskedFrame().duplicate()));
    return row.flip();
  }

  List<PreparedMessage> messages() {
    return messages;
  }

  /** Returns the size of the largest payload, in bytes. */
  int largestPayloadBytes() {
    return largestPayloadBytes;
  }

  /** Returns all frames from index 0 to limit; the position must not be moved, it is shared. */
  ByteBuffer unmaskedFrames() {
    return frames;
  }
}
