package io.github.baseframe.protocol.frame;

/**
 * The header of one frame as it stands on the wire (RFC 6455 section 5.2).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-------+-+-------------+-------------------------------+
 *   |F|R|R|R| opcode|M| 7 bits of   |  125 or less: that is it      |
 *   |I|S|S|S|       |A| length      |  126: 16 bits of length       |
 *   |N|V|V|V|   4   |S|             |  127: 64 bits of length       |
 *   | |1|2|3|       |K|             |                               |
 *   +-+-+-+-+-------+-+-------------+-------------------------------+
 *   |  ... length, only as many bytes as it takes                   |
 *   +---------------------------------------------------------------+
 *   |  masking key, 4 bytes, only where MASK is set                 |
 *   +---------------------------------------------------------------+
 *   |  payload ...                                                  |
 *   +---------------------------------------------------------------+
 * </pre>
 *
 * <p>It can hold what a peer must never send, such as reserved opcodes: {@link FrameRules} judges
 * it. A decoder has one header and uses it again for every frame, so it is valid during the
 * callback only.
 */
public final class FrameHeader {

  /** In the first byte: this is the last (or only) frame of its message. */
  public static final int FIN_BIT = 0x80;

  /** In the first byte: an extension says what it means. */
  public static final int RSV1_BIT = 0x40;

  static final int RSV2_BIT = 0x20;
  static final int RSV3_BIT = 0x10;
  static final int OPCODE_BITS = 0x0F;
  static final int MASK_BIT = 0x80;
  static final int LENGTH_BITS = 0x7F;

  /** In the place of the 7 bits of length: 16 bits of length follow. */
  static final int LENGTH_IN_16_BITS = 126;

  /** In the place of the 7 bits of length: 64 bits of length follow. */
  static final int LENGTH_IN_64_BITS = 127;

  /** The longest header: 2 bytes, 8 of length, 4 of masking key. */
  public static final int MAX_BYTES = 14;

  private int firstByte;
  private boolean masked;
  private int maskingKey;
  private long payloadLength;

  /** Creates the header of an empty, unmasked, non-final continuation frame: all bits 0. */
  public FrameHeader() {}

  /**
   * Sets everything.
   *
   * @param firstByte FIN, RSV1 to RSV3 and the opcode, 8 bits
   * @param masked whether the payload is masked
   * @param maskingKey the masking key, its most significant byte comes first on the wire; 0 where
   *     not masked
   * @param payloadLength bytes of payload, not negative
   * @return this header
   */
  public FrameHeader set(int firstByte, boolean masked, int maskingKey, long payloadLength) {
    this.firstByte = firstByte;
    this.masked = masked;
    this.maskingKey = maskingKey;
    this.payloadLength = payloadLength;
    return this;
  }

  /**
   * Returns the first byte: FIN, RSV1 to RSV3 and the opcode.
   *
   * @return 0 to 255
   */
  public int firstByte() {
    return firstByte;
  }

  /**
   * Says whether this is the last (or only) frame of its message.
   *
   * @return the FIN bit
   */
  public boolean fin() {
    return (firstByte & FIN_BIT) != 0;
  }

  /**
   * Returns the first reserved bit.
   *
   * @return the RSV1 bit
   */
  public boolean rsv1() {
    return (firstByte & RSV1_BIT) != 0;
  }

  /**
   * Returns the second reserved bit.
   *
   * @return the RSV2 bit
   */
  public boolean rsv2() {
    return (firstByte & RSV2_BIT) != 0;
  }

  /**
   * Returns the third reserved bit.
   *
   * @return the RSV3 bit
   */
  public boolean rsv3() {
    return (firstByte & RSV3_BIT) != 0;
  }

  /**
   * Returns the four bits of the opcode, which may be reserved ones.
   *
   * @return 0 to 15
   */
  public int opcodeBits() {
    return firstByte & OPCODE_BITS;
  }

  /**
   * Returns the opcode.
   *
   * @return null where the four bits are reserved
   */
  public Opcode opcode() {
    return Opcode.of(opcodeBits());
  }

  /**
   * Says whether the payload is masked.
   *
   * @return the MASK bit
   */
  public boolean masked() {
    return masked;
  }

  /**
   * Returns the masking key.
   *
   * @return 32 bits, the most significant byte comes first on the wire; 0 where not masked
   */
  public int maskingKey() {
    return maskingKey;
  }

  /**
   * Returns how many bytes of payload follow the header.
   *
   * @return bytes, not negative
   */
  public long payloadLength() {
    return payloadLength;
  }
}
