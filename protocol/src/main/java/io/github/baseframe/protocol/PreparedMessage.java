package io.github.baseframe.protocol;

import java.nio.ByteBuffer;

/**
 * A message that is framed once and sent to many: the same bytes go to every session of a server.
 * (A client masks each frame with a fresh key, so there it saves the encoding of the text only; and
 * what is larger than {@link ConnectionSettings#maxOutgoingFrameBytes} is split each time.)
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedMessage {

  private final Opcode opcode;
  private final ByteBuffer frame;
  private final int headerBytes;

  private PreparedMessage(Opcode opcode, ByteBuffer payload) {
    int length = payload.remaining();
    this.opcode = opcode;
    this.headerBytes = FrameEncoder.headerBytes(length, false);
    this.frame = ByteBuffer.allocate(headerBytes + length);
    FrameEncoder.putHeader(frame, FrameHeader.FIN_BIT | opcode.bits(), false, 0, length);
    frame.put(payload).flip();
  }

  /**
   * Prepares a text message.
   *
   * @param text any string without unpaired surrogates
   * @return the message
   * @throws IllegalArgumentException for an unpaired surrogate
   */
  public static PreparedMessage text(String text) {
    return new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(Utf8.encode(text)));
  }

  /**
   * Prepares a text message from its bytes.
   *
   * @param utf8 valid UTF-8, which is not checked; the remaining bytes are copied
   * @return the message
   */
  public static PreparedMessage utf8Text(ByteBuffer utf8) {
    return new PreparedMessage(Opcode.TEXT, utf8);
  }

  /**
   * Prepares a binary message.
   *
   * @param payload the remaining bytes are copied
   * @return the message
   */
  public static PreparedMessage binary(ByteBuffer payload) {
    return new PreparedMessage(Opcode.BINARY, payload);
  }

  /**
   * Returns the size of the message.
   *
   * @return bytes of payload
   */
  public int payloadBytes() {
    return frame.limit() - headerBytes;
  }

  Opcode opcode() {
    return opcode;
  }

  /** Returns the payload as a buffer of its own. */
  ByteBuffer payload() {
    return frame.duplicate().position(headerBytes);
  }

  /** Returns the frame from index 0 to limit; the position must not be moved, it is shared. */
  ByteBuffer unmaskedFrame() {
    return frame;
  }
}
