package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Why a connection closes: the body of a Close frame (RFC 6455 section 5.5.1), or one of the local
 * codes where no Close frame told.
 *
 * @param code a code that may travel, or {@link CloseCode#NO_STATUS_RECEIVED} (on the wire: an
 *     empty body) or {@link CloseCode#ABNORMAL_CLOSURE} (never on the wire)
 * @param reason human-readable, possibly empty, at most 123 bytes of UTF-8
 */
public record CloseReason(int code, String reason) {

  /** The most bytes that the body of a Close frame may have, as of any control frame (5.5). */
  public static final int MAX_BODY_BYTES = 125;

  /** The most bytes of UTF-8 that a reason may have: what the code leaves of the body. */
  public static final int MAX_REASON_BYTES = MAX_BODY_BYTES - Short.BYTES;

  /** A Close frame without a code; what is received as 1005. */
  public static final CloseReason NO_STATUS = new CloseReason(CloseCode.NO_STATUS_RECEIVED, "");

  /** The transport ended and no Close frame had come. */
  public static final CloseReason ABNORMAL = new CloseReason(CloseCode.ABNORMAL_CLOSURE, "");

  /**
   * Makes the body of a Close frame to be sent.
   *
   * @param code a code for which {@link CloseCode#isValidOnTheWire} holds
   * @param reason at most {@link #MAX_REASON_BYTES} bytes of UTF-8
   * @return the reason
   * @throws IllegalArgumentException if the code must not travel, or the reason is too long or
   *     holds an unpaired surrogate
   */
  public static CloseReason of(int code, String reason) {
    encode(code, reason);
    return new CloseReason(code, reason);
  }

  /**
   * Reads the body of a received Close frame.
   *
   * @param payload the whole unmasked payload, 0 to 125 bytes, left as it is
   * @return the reason; {@link #NO_STATUS} for an empty body
   * @throws ProtocolException 1002 for a body of one byte or a code that must not travel, 1007 for
   *     a reason that is not UTF-8
   */
  public static CloseReason parse(ByteBuffer payload) throws ProtocolException {
    if (!payload.hasRemaining()) {
      return NO_STATUS;
    }
    // 5.5.1: a body begins with a code, two bytes of it.
    if (payload.remaining() == 1) {
      throw new ProtocolException(Rule.CLOSE_BODY_OF_ONE_BYTE);
    }
    ByteBuffer body = payload.duplicate();
    int code = Short.toUnsignedInt(body.getShort());
    // 7.4: not every number is a code that may travel.
    if (!CloseCode.isValidOnTheWire(code)) {
      throw new ProtocolException(
          Rule.CLOSE_CODE_FORBIDDEN, "close code " + code + " must not be sent");
    }
    // 5.5.1: what follows the code is UTF-8.
    try {
      return new CloseReason(code, StandardCharsets.UTF_8.newDecoder().decode(body).toString());
    } catch (CharacterCodingException e) {
      throw new ProtocolException(Rule.CLOSE_REASON_NOT_UTF8);
    }
  }

  /**
   * Writes the body of the Close frame that carries this reason.
   *
   * @return a new buffer, empty for {@link #NO_STATUS}
   * @throws IllegalArgumentException if code or reason must not travel
   */
  public ByteBuffer toPayload() {
    if (code == CloseCode.NO_STATUS_RECEIVED) {
      return ByteBuffer.allocate(0);
    }
    return encode(code, reason);
  }

  private static ByteBuffer encode(int code, String reason) {
    if (!CloseCode.isValidOnTheWire(code)) {
      throw new IllegalArgumentException("close code " + code + " must not be sent");
    }
    byte[] text = Utf8.encode(reason);
    if (text.length > MAX_REASON_BYTES) {
      throw new IllegalArgumentException(
          "close reason is longer than " + MAX_REASON_BYTES + " bytes of UTF-8");
    }
    return ByteBuffer.allocate(Short.BYTES + text.length).putShort((short) code).put(text).flip();
  }
}
