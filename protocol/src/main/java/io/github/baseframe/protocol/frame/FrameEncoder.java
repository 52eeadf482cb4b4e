package io.github.baseframe.protocol.frame;

import java.nio.ByteBuffer;

/**
 * Writes frames (RFC 6455 section 5.2): the header in its shortest form, and payload that is masked
 * while it is copied.
 *
 * <p>It writes what it is told, also frames that no endpoint may send, so that tests can.
 */
public final class FrameEncoder {

  private FrameEncoder() {}

  /**
   * Returns the size of a header.
   *
   * @param payloadLength bytes of payload
   * @param masked whether there is a masking key
   * @return 2 to 14 bytes
   */
  public static int headerBytes(long payloadLength, boolean masked) {
    int lengthBytes;
    if (payloadLength < FrameHeader.LENGTH_IN_16_BITS) {
      lengthBytes = 0;
    } else if (payloadLength < 1 << Short.SIZE) {
      lengthBytes = Short.BYTES;
    } else {
      lengthBytes = Long.BYTES;
    }
    return 2 + lengthBytes + (masked ? Integer.BYTES : 0);
  }

  /**
   * Writes a header.
   *
   * @param out has room for {@link #headerBytes} and is in big-endian order
   * @param firstByte FIN, RSV1 to RSV3 and the opcode, 8 bits
   * @param masked whether the payload is masked
   * @param maskingKey the key, its most significant byte goes first; ignored where not masked
   * @param payloadLength bytes of payload
   */
  public static void putHeader(
      ByteBuffer out, int firstByte, boolean masked, int maskingKey, long payloadLength) {
    out.position(putHeader(out, out.position(), firstByte, masked, maskingKey, payloadLength));
  }

  /**
   * The same, by index.
   *
   * @param out has room for {@link #headerBytes} and is in big-endian order; its position is left
   *     as it is
   * @param start the index where the header begins
   * @param firstByte FIN, RSV1 to RSV3 and the opcode, 8 bits
   * @param masked whether the payload is masked
   * @param maskingKey the key, its most significant byte goes first; ignored where not masked
   * @param payloadLength bytes of payload
   * @return the index behind the header
   */
  public static int putHeader(
      ByteBuffer out,
      int start,
      int firstByte,
      boolean masked,
      int maskingKey,
      long payloadLength) {
    int lengthBits;
    int index = start + Short.BYTES;
    if (payloadLength < FrameHeader.LENGTH_IN_16_BITS) {
      lengthBits = (int) payloadLength;
    } else if (payloadLength < 1 << Short.SIZE) {
      lengthBits = FrameHeader.LENGTH_IN_16_BITS;
      out.putShort(index, (short) payloadLength);
      index += Short.BYTES;
    } else {
      lengthBits = FrameHeader.LENGTH_IN_64_BITS;
      out.putLong(index, payloadLength);
      index += Long.BYTES;
    }
    int secondByte = (masked ? FrameHeader.MASK_BIT : 0) | lengthBits;
    out.putShort(start, (short) (firstByte << Byte.SIZE | secondByte));
    if (masked) {
      out.putInt(index, maskingKey);
      index += Integer.BYTES;
    }
    return index;
  }

  /**
   * Writes payload, masked while it is copied; the payload's own bytes stay as they are.
   *
   * @param out has room for all of the payload
   * @param payload its remaining bytes are taken
   * @param maskingKey the key of the frame
   * @param phase how many bytes of the frame's payload were written before
   */
  public static void putMasked(ByteBuffer out, ByteBuffer payload, int maskingKey, int phase) {
    Masking.copy(payload, out, maskingKey, phase);
  }
}
