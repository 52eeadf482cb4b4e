package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as a reader can check them by hand. */
public final class Hex {

  private Hex() {}

  /** Reads hexadecimal digits; spaces between them are for the reader only. */
  public static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Writes the remaining bytes of a buffer, which is left as it is. */
  public static String of(ByteBuffer buffer) {
    return HexFormat.of().formatHex(toArray(buffer));
  }

  /** Copies the remaining bytes of a buffer, which is left as it is. */
  public static byte[] toArray(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
