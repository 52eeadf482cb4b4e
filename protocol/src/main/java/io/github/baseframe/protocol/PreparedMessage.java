package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * A message that is prepared once and sent to many: the same bytes go to every session of a server.
 * (A client masks each frame with a fresh key, so there it saves the encoding of the text only; and
 * what is larger than {@code ConnectionSettings.maxOutgoingFrameBytes} is split each time.)
 *
 * <p>An extension that compresses does so once for all connections that agreed on the same, unless
 * it refers back to earlier messages, which are different ones on each connection. {@link #asIs}
 * makes a message that goes uncompressed.
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedMessage {

  private final boolean text;

  /** From index 0 to limit; nobody moves its position, which all threads share. */
  private final ByteBuffer payload;

  private final boolean transformable;

  /** The latest transformed form. Two threads may make it at once; one of the results stays. */
  private volatile Encoded encoded;

  /** What the transforms of one encoding make of the payload; null if they leave it as it is. */
  private record Encoded(Object encoding, ByteBuffer payload) {}

  private PreparedMessage(boolean text, ByteBuffer payload, boolean transformable) {
    this.text = text;
    this.payload = payload;
    this.transformable = transformable;
  }

  /**
   * Prepares a text message.
   *
   * @param text any string without unpaired surrogates
   * @return the message
   * @throws IllegalArgumentException for an unpaired surrogate
   */
  public static PreparedMessage text(String text) {
    return new PreparedMessage(true, ByteBuffer.wrap(Utf8.encode(text)), true);
  }

  /**
   * Prepares a text message from its bytes.
   *
   * @param utf8 valid UTF-8, which is not checked; the remaining bytes are copied
   * @return the message
   */
  public static PreparedMessage utf8Text(ByteBuffer utf8) {
    return new PreparedMessage(true, copyOf(utf8), true);
  }

  /**
   * Prepares a binary message.
   *
   * @param payload the remaining bytes are copied
   * @return the message
   */
  public static PreparedMessage binary(ByteBuffer payload) {
    return new PreparedMessage(false, copyOf(payload), true);
  }

  private static ByteBuffer copyOf(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  /**
   * The same message, to be sent without any {@code MessageTransform}: for what is compressed
   * already, and for secrets that must not be compressed together with what others may choose.
   *
   * @return shares the bytes with this message
   */
  public PreparedMessage asIs() {
    return new PreparedMessage(text, payload, false);
  }

  /**
   * Says what kind of message it is.
   *
   * @return true for text, false for binary
   */
  public boolean isText() {
    return text;
  }

  /**
   * Returns the size of the message.
   *
   * @return bytes of payload
   */
  public int payloadBytes() {
    return payload.limit();
  }

  /**
   * Returns the payload. For package {@code message}, which writes it behind a header.
   *
   * @return a buffer of its own over bytes that all share, and that must not be changed
   */
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  /**
   * Copies the payload. For package {@code message}, to which {@link #payload} would cost a buffer
   * for each receiver.
   *
   * @param out has room for it; its position is left as it is
   * @param start the index where the payload begins
   * @return the index behind the payload
   */
  public int putPayload(ByteBuffer out, int start) {
    int length = payload.limit();
    out.put(start, payload, 0, length);
    return start + length;
  }

  /**
   * Says whether an extension may transform it. For package {@code message}.
   *
   * @return false for what {@link #asIs} made
   */
  public boolean isTransformable() {
    return transformable;
  }

  /**
   * Returns what a transform makes of the payload, which is made once for all of the same encoding
   * that come one after the other. For package {@code message}.
   *
   * @param encoding the shared encoding of the transform, not null
   * @param encoder called if it is not known: returns what becomes of the message, in a buffer that
   *     nobody changes any more, or null if the message is left as it is
   * @return a buffer of its own over bytes that all share, and that must not be changed; or null
   */
  public ByteBuffer encodedPayload(Object encoding, Function<PreparedMessage, ByteBuffer> encoder) {
    Encoded known = encoded;
    if (known == null || !known.encoding.equals(encoding)) {
      known = new Encoded(encoding, encoder.apply(this));
      encoded = known;
    }
    return known.payload == null ? null : known.payload.duplicate();
  }
}
