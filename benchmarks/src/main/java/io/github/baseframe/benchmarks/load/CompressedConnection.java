package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** A connection on which messages come back compressed as their sender likes, in any frames. */
final class CompressedConnection extends Connection {

  /** More than all that is in flight. */
  private static final int BUFFER_BYTES = 64 << 10;

  private static final int FIN = 0x80;
  private static final int RSV1_AND_TEXT = 0x41;
  private static final int CONTINUATION = 0;

  private final CompressedMessages messages;
  private final int first;

  /** Frames that are not complete yet, and the payload of the message that they are part of. */
  private final ByteBuffer frames = ByteBuffer.allocate(BUFFER_BYTES);

  private final byte[] payload = new byte[BUFFER_BYTES];
  private int payloadBytes;
  private boolean insideOfMessage;

  CompressedConnection(
      int index,
      SelectionKey key,
      Messages framed,
      CompressedMessages messages,
      int first,
      int inFlight) {
    super(index, key, framed, first, inFlight);
    this.messages = messages;
    this.first = first;
  }

  @Override
  int accept(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() > frames.remaining()) {
      throw new IOException("more comes back than was sent");
    }
    frames.put(bytes).flip();
    int completed = 0;
    while (hasFrame()) {
      insideOfMessage = !readFrame();
      if (!insideOfMessage) {
        messages.check(first + received() + completed, payload, payloadBytes);
        payloadBytes = 0;
        completed++;
      }
    }
    frames.compact();
    return completed;
  }

  private boolean hasFrame() throws IOException {
    int start = frames.position();
    if (frames.remaining() < 2) {
      return false;
    }
    int length = frames.get(start + 1);
    if (length < 126) {
      return length <= frames.remaining() - 2;
    }
    if (length > 126) {
      throw new IOException("a frame of more than 64 KiB");
    }
    return frames.remaining() >= 4
        && Short.toUnsignedInt(frames.getShort(start + 2)) <= frames.remaining() - 4;
  }

  /** Reads a frame; returns whether it is the last of its message. */
  private boolean readFrame() throws IOException {
    int firstByte = frames.get() & 0xFF;
    if ((firstByte & ~FIN) != (insideOfMessage ? CONTINUATION : RSV1_AND_TEXT)) {
      throw new IOException(
          String.format("a frame begins with %02x: not compressed text", firstByte));
    }
    int length = frames.get();
    length = length < 126 ? length : Short.toUnsignedInt(frames.getShort());
    if (payloadBytes + length > payload.length) {
      throw new IOException("a message of more than 64 KiB");
    }
    frames.get(payload, payloadBytes, length);
    payloadBytes += length;
    return (firstByte & FIN) != 0;
  }
}
