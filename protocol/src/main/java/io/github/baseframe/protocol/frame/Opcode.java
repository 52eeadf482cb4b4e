package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.CloseReason;

/** What a frame is, bits 4 to 7 of its first byte (RFC 6455 section 5.2). */
public enum Opcode {
  /** Goes on with the message that an earlier data frame began. */
  CONTINUATION(0x0),
  /** Begins a text message; the payload is UTF-8. */
  TEXT(0x1),
  /** Begins a binary message. */
  BINARY(0x2),
  /** Begins or answers the closing handshake. */
  CLOSE(0x8),
  /** Asks the peer for a sign of life. */
  PING(0x9),
  /** Answers a ping, or says unasked that this endpoint lives. */
  PONG(0xA);

  /** The most payload that a control frame may have, in bytes (section 5.5). */
  public static final int MAX_CONTROL_PAYLOAD_BYTES = CloseReason.MAX_BODY_BYTES;

  /** The bit that sets control frames apart from data frames (section 5.5). */
  private static final int CONTROL_BIT = 0x8;

  private static final Opcode[] BY_BITS = new Opcode[16];

  static {
    for (Opcode opcode : values()) {
      BY_BITS[opcode.bits] = opcode;
    }
  }

  private final int bits;

  Opcode(int bits) {
    this.bits = bits;
  }

  /**
   * Refuses what a control frame cannot carry.
   *
   * @param bytes the size of a payload
   * @throws IllegalArgumentException if it is more than {@link #MAX_CONTROL_PAYLOAD_BYTES}
   */
  public static void requireControlPayload(int bytes) {
    if (bytes > MAX_CONTROL_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a control frame has at most " + MAX_CONTROL_PAYLOAD_BYTES + " bytes of payload");
    }
  }

  /**
   * Returns the four bits of this opcode.
   *
   * @return 0 to 15
   */
  public int bits() {
    return bits;
  }

  /**
   * Says whether this is a control frame: Close, Ping or Pong (section 5.5).
   *
   * @return false for data frames
   */
  public boolean isControl() {
    return (bits & CONTROL_BIT) != 0;
  }

  /**
   * Finds the opcode that four bits stand for.
   *
   * @param bits 0 to 15
   * @return the opcode, or null for the reserved ones (3 to 7 and 11 to 15)
   */
  public static Opcode of(int bits) {
    return BY_BITS[bits];
  }
}
