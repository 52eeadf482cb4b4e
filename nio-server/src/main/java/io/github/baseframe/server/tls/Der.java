package io.github.baseframe.server.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The little of DER (X.690) that keys and certificates are made of: a tag, a length, and what is
 * inside.
 */
public final class Der {

  /** The tags of what is made and read here. */
  public static final int INTEGER = 0x02;

  /** An octet string. */
  public static final int OCTET_STRING = 0x04;

  /** A sequence. */
  public static final int SEQUENCE = 0x30;

  private Der() {}

  /**
   * Makes one element.
   *
   * @param tag one byte
   * @param parts what is inside, one behind the other
   * @return all of its bytes
   */
  public static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      inside.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = inside.size();
    if (length < 0x80) {
      all.write(length);
    } else {
      // The long form: how many bytes the length takes, then those.
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      all.write(0x80 | bytes);
      for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        all.write(length >> shift);
      }
    }
    all.writeBytes(inside.toByteArray());
    return all.toByteArray();
  }

  /**
   * Returns bytes that are written as such.
   *
   * @param hex two digits a byte
   * @return the bytes
   */
  public static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /**
   * Reads what is inside the next element, and moves behind it.
   *
   * @param tag the one that it has to have
   * @param in a buffer at the beginning of the element
   * @return what is inside
   * @throws IOException if something else is there
   */
  static ByteBuffer read(int tag, ByteBuffer in) throws IOException {
    try {
      if (Byte.toUnsignedInt(in.get()) == tag) {
        int length = Byte.toUnsignedInt(in.get());
        if (length >= 0x80) {
          int bytes = length & 0x7f;
          length = 0;
          for (int i = 0; i < bytes; i++) {
            length = length << 8 | Byte.toUnsignedInt(in.get());
          }
        }
        ByteBuffer inside = in.slice(in.position(), length);
        in.position(in.position() + length);
        return inside;
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Told below.
    }
    throw new IOException("not the DER of a key");
  }
}
