package io.github.baseframe.protocol.deflate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Messages through the package's own classes, without a connection around them. */
final class Compressed {

  private Compressed() {}

  /** Returns the payload without its frames, or null if the message is better left as it is. */
  static byte[] deflate(MessageDeflater deflater, byte[] message) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    boolean compressed =
        deflater.deflate(
            ByteBuffer.wrap(message), (piece, end) -> payload.writeBytes(toArray(piece)));
    return compressed ? payload.toByteArray() : null;
  }

  static byte[] toArray(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
