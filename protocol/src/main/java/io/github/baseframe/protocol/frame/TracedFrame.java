package io.github.baseframe.protocol.frame;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * One frame as a {@link FrameTracer} has seen it on the wire (RFC 6455 section 5.2). It may be one
 * that no endpoint may send.
 *
 * @param direction which way it went
 * @param fin whether it is the last (or only) frame of its message
 * @param rsv1 the first reserved bit; with permessage-deflate: the message is compressed
 * @param rsv2 the second reserved bit
 * @param rsv3 the third reserved bit
 * @param opcode the four bits of it, 0 to 15
 * @param maskingKey 32 bits, the most significant byte comes first on the wire; empty where the
 *     payload is not masked
 * @param payloadLength bytes; as it came, so negative where the top bit of 64 is set
 * @param header the bytes of the header as they went, in hexadecimal digits
 * @param payload the first bytes of the payload, unmasked; read-only, from position to limit
 */
public record TracedFrame(
    Direction direction,
    boolean fin,
    boolean rsv1,
    boolean rsv2,
    boolean rsv3,
    int opcode,
    OptionalInt maskingKey,
    long payloadLength,
    String header,
    ByteBuffer payload) {

  /** Which way a frame went. */
  public enum Direction {
    /** It came from the peer. */
    RECEIVED,
    /** It went to the peer. */
    SENT
  }

  /**
   * Returns one line for people.
   *
   * @return such as {@code RECEIVED TEXT fin, key 37fa213d, 5 bytes: 818537fa213d 48656c6c6f}; the
   *     payload is unmasked, and followed by dots where it is cut
   */
  @Override
  public String toString() {
    Opcode known = Opcode.of(opcode);
    StringJoiner flags = new StringJoiner(" ", " ", ",").setEmptyValue(",");
    add(flags, fin, "fin");
    add(flags, rsv1, "rsv1");
    add(flags, rsv2, "rsv2");
    add(flags, rsv3, "rsv3");
    StringBuilder line = new StringBuilder();
    line.append(direction).append(' ').append(known == null ? "opcode " + opcode : known);
    line.append(flags);
    maskingKey.ifPresent(key -> line.append(" key ").append(HexFormat.of().toHexDigits(key) + ","));
    line.append(' ').append(Long.toUnsignedString(payloadLength)).append(" bytes: ");
    line.append(header).append(payload.hasRemaining() ? " " : "").append(payloadDigits());
    return line.append(payload.remaining() == payloadLength ? "" : "...").toString();
  }

  private static void add(StringJoiner flags, boolean set, String name) {
    if (set) {
      flags.add(name);
    }
  }

  private String payloadDigits() {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
