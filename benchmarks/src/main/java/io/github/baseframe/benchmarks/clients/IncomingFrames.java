package io.github.baseframe.benchmarks.clients;

import java.nio.ByteBuffer;

/**
 * Finds where the frames of a server end, for {@code bare-nio}: each a message, but for Close and
 * Ping.
 */
final class IncomingFrames {

  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  private final Receiver receiver;
  private final Runnable onPing;

  /** How many bytes of the header have come, the first of them, and the length as far as known. */
  private int headerBytes;

  private int firstByte;
  private int shortLength;
  private long length;

  /** Bytes of payload that have not come. */
  private long missing;

  /** Tells the receiver of messages, and another of pings, which must be empty. */
  IncomingFrames(Receiver receiver, Runnable onPing) {
    this.receiver = receiver;
    this.onPing = onPing;
  }

  /** Takes what a read gave, and tells of each message that is complete with it. */
  void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (missing == 0) {
        readHeader(bytes.get() & 0xff);
      } else {
        int here = (int) Math.min(missing, bytes.remaining());
        bytes.position(bytes.position() + here);
        missing -= here;
        if (missing == 0 && firstByte != CLOSE) {
          receiver.onBinary((int) length);
        }
      }
    }
  }

  private void readHeader(int next) {
    switch (headerBytes++) {
      case 0 -> firstByte = next;
      case 1 -> {
        shortLength = next;
        length = next < LENGTH_IN_TWO_BYTES ? next : 0;
      }
      default -> length = length << Byte.SIZE | next;
    }
    if (headerBytes > 1 && headerBytes == expectedHeaderBytes()) {
      headerBytes = 0;
      missing = length;
      if (firstByte == PING) {
        onPing.run();
      }
    }
  }

  private int expectedHeaderBytes() {
    return switch (shortLength) {
      case LENGTH_IN_TWO_BYTES -> 2 + Short.BYTES;
      case LENGTH_IN_EIGHT_BYTES -> 2 + Long.BYTES;
      default -> 2;
    };
  }
}
