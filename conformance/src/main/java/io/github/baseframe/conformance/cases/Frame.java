package io.github.baseframe.conformance.cases;

import java.nio.ByteBuffer;

/**
 * A frame to be sent, legal or not: whatever the first octet says. Mask and length are up to the
 * sender.
 *
 * <p>The numbers of the RFC stand here, and as plain numbers in the cases, once more: taken from
 * the protocol module, a mistake there would be one here as well, and go unnoticed.
 *
 * @param firstByte FIN, RSV1 to RSV3 and the opcode (RFC 6455 section 5.2)
 * @param payload its payload
 */
public record Frame(int firstByte, Payload payload) {

  /** The bit that marks the last frame of a message. */
  public static final int FIN = 0x80;

  /** The first reserved bit. */
  public static final int RSV1 = 0x40;

  /** The second reserved bit. */
  public static final int RSV2 = 0x20;

  /** The third reserved bit. */
  public static final int RSV3 = 0x10;

  /** The opcode that goes on with a message. */
  public static final int CONTINUATION = 0x0;

  /** The opcode that begins a text message. */
  public static final int TEXT = 0x1;

  /** The opcode that begins a binary message. */
  public static final int BINARY = 0x2;

  /** The opcode of a Close frame. */
  public static final int CLOSE = 0x8;

  /** The opcode of a ping. */
  public static final int PING = 0x9;

  /** The opcode of a pong. */
  public static final int PONG = 0xA;

  private static final int OPCODE_BITS = 0x0F;

  /**
   * Makes a final frame with any opcode.
   *
   * @param opcodeBits 0 to 15
   * @param payload its payload
   * @return the frame
   */
  public static Frame of(int opcodeBits, Payload payload) {
    return new Frame(FIN | opcodeBits, payload);
  }

  /**
   * Makes a text message of one frame.
   *
   * @param payload UTF-8, or not
   * @return the frame
   */
  public static Frame text(Payload payload) {
    return of(TEXT, payload);
  }

  /**
   * Makes a text message of one frame.
   *
   * @param payload the message
   * @return the frame
   */
  public static Frame text(String payload) {
    return text(Payload.utf8(payload));
  }

  /**
   * Makes a binary message of one frame.
   *
   * @param payload the message
   * @return the frame
   */
  public static Frame binary(Payload payload) {
    return of(BINARY, payload);
  }

  /**
   * Makes the last frame of a fragmented message.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame continuation(Payload payload) {
    return of(CONTINUATION, payload);
  }

  /**
   * Makes the last frame of a fragmented message.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame continuation(String payload) {
    return continuation(Payload.utf8(payload));
  }

  /**
   * Makes a ping.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame ping(Payload payload) {
    return of(PING, payload);
  }

  /**
   * Makes a ping.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame ping(String payload) {
    return ping(Payload.utf8(payload));
  }

  /**
   * Makes a pong.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame pong(Payload payload) {
    return of(PONG, payload);
  }

  /**
   * Makes a pong.
   *
   * @param payload its payload
   * @return the frame
   */
  public static Frame pong(String payload) {
    return pong(Payload.utf8(payload));
  }

  /**
   * Makes a Close frame.
   *
   * @param body a code and a reason, or anything else
   * @return the frame
   */
  public static Frame close(Payload body) {
    return of(CLOSE, body);
  }

  /**
   * Makes the body of a Close frame.
   *
   * @param code its lower 16 bits count
   * @param reason what follows the code
   * @return the body
   */
  public static Payload closeBody(int code, Payload reason) {
    return Payload.of(
        ByteBuffer.allocate(Short.BYTES + reason.length())
            .putShort((short) code)
            .put(reason.toBytes())
            .array());
  }

  /**
   * Makes the body of a Close frame without a reason.
   *
   * @param code its lower 16 bits count
   * @return the body
   */
  public static Payload closeBody(int code) {
    return closeBody(code, Payload.EMPTY);
  }

  /**
   * The same frame without FIN.
   *
   * @return a fragment
   */
  public Frame unfinished() {
    return new Frame(firstByte & ~FIN, payload);
  }

  /**
   * The same frame with reserved bits.
   *
   * @param bits a sum of {@link #RSV1}, {@link #RSV2} and {@link #RSV3}
   * @return the frame
   */
  public Frame reserved(int bits) {
    return new Frame(firstByte | bits, payload);
  }

  /**
   * The opcode.
   *
   * @return 0 to 15
   */
  public int opcodeBits() {
    return firstByte & OPCODE_BITS;
  }
}
