package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Conversion between strings and the UTF-8 of text messages and close reasons. */
public final class Utf8 {

  private Utf8() {}

  /**
   * Encodes a string.
   *
   * @param text any string without unpaired surrogates
   * @return its UTF-8, a new array
   * @throws IllegalArgumentException for an unpaired surrogate, which UTF-8 cannot express; the JDK
   *     would put a question mark in its place and so change what the application sends
   */
  public static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw new IllegalArgumentException("unpaired surrogate at index " + i);
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Decodes UTF-8.
   *
   * @param utf8 valid UTF-8, which is not checked; the buffer is left as it is
   * @return the string
   */
  public static String decode(ByteBuffer utf8) {
    int length = utf8.remaining();
    if (utf8.hasArray()) {
      return new String(
          utf8.array(), utf8.arrayOffset() + utf8.position(), length, StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[length];
    utf8.get(utf8.position(), bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
