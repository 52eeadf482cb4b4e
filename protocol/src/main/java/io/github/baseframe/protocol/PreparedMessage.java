package io.github.baseframe.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A message that is framed once and sent to many: the same bytes go to every session of a server.
 * (A client masks each frame with a fresh key, so there it saves the encoding of the text only; and
 * what is larger than {@link ConnectionSettings#maxOutgoingFrameBytes} is split each time.)
 *
 * <p>An extension that compresses does so once for all connections that agreed on the same, unless
 * it refers back to earlier messages, which are different ones on each connection. {@link #asIs}
 * makes a message that goes uncompressed.
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedMessage {

  private final Opcode opcode;
  private final ByteBuffer frame;
  private final int headerBytes;
  private final boolean transformable;

  /** The latest transformed form. Two threads may make it at once; one of the results stays. */
  private volatile Encoded encoded;

  /** What the transforms of one encoding make of the payload; null if they leave it as it is. */
  private record Encoded(Object encoding, ByteBuffer payload) {}

  private PreparedMessage(Opcode opcode, ByteBuffer payload) {
    int length = payload.remaining();
    this.opcode = opcode;
    this.headerBytes = FrameEncoder.headerBytes(length, false);
    this.frame = ByteBuffer.allocate(headerBytes + length);
    FrameEncoder.putHeader(frame, FrameHeader.FIN_BIT | opcode.bits(), false, 0, length);
    frame.put(payload).flip();
    this.transformable = true;
  }

  private PreparedMessage(PreparedMessage original) {
    this.opcode = original.opcode;
    this.headerBytes = original.headerBytes;
    this.frame = original.frame;
    this.transformable = false;
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
   * The same message, to be sent without any {@link MessageTransform}: for what is compressed
   * already, and for secrets that must not be compressed together with what others may choose.
   *
   * @return shares the bytes with this message
   */
  public PreparedMessage asIs() {
    return new PreparedMessage(this);
  }

  /**
   * Returns the size of the message.
   *
   * @return bytes of payload
   */
  public int payloadBytes() {
    return frame.limit() - headerBytes;
  }

  boolean isTransformable() {
    return transformable;
  }

  /**
   * Returns what a transform makes of the payload.
   *
   * @param encoding the shared encoding of the transform
   * @return a buffer of its own, or null if the transform leaves the message as it is
   */
  ByteBuffer encodedPayload(Object encoding, MessageTransform transform) {
    Encoded known = encoded;
    if (known == null || !known.encoding.equals(encoding)) {
      known = new Encoded(encoding, encode(transform));
      encoded = known;
    }
    return known.payload == null ? null : known.payload.duplicate();
  }

  private ByteBuffer encode(MessageTransform transform) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageTransform.EncodedPayload output =
        (piece, endOfMessage) -> {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          bytes.writeBytes(copy);
        };
    boolean transformed = transform.encode(opcode, payload(), output);
    return transformed ? ByteBuffer.wrap(bytes.toByteArray()) : null;
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
