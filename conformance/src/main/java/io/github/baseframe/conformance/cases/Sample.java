package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What the messages of the compression cases are cut from, one behind the other; behind the end
 * comes the beginning again. The same in every run.
 */
public enum Sample {
  /** Records as an interface returns them, sent as text. */
  JSON("JSON", Frame.TEXT, writer -> ascii(writer.json())),

  /** Random octets, which do not get smaller, sent as binary. */
  NOISE("random octets", Frame.BINARY, SampleWriter::noise),

  /** English sentences, which the original too sends as binary. */
  PROSE("plain text", Frame.BINARY, writer -> ascii(writer.prose())),

  /** A page of HTML, sent as text. */
  HTML("HTML", Frame.TEXT, writer -> ascii(writer.html())),

  /** Sentences in several scripts, with one to four octets a character, sent as text. */
  SCRIPTS("text in several scripts", Frame.TEXT, writer -> writer.scripts().getBytes(UTF_8));

  /** No multiple of any message's size, so that messages differ. */
  static final int OCTETS = 200_003;

  private final String words;
  private final int opcode;
  private final byte[] octets;

  Sample(String words, int opcode, Function<SampleWriter, byte[]> content) {
    this.words = words;
    this.opcode = opcode;
    this.octets = content.apply(new SampleWriter(ordinal(), OCTETS));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  /**
   * Cuts a message. Of a character that would be cut into two only spaces are left.
   *
   * @param number which one, from 0
   * @param length its octets
   * @return the message as one frame, uncompressed
   */
  public Frame message(int number, int length) {
    byte[] message = new byte[length];
    int from = (int) ((long) number * length % octets.length);
    for (int copied = 0; copied < length; ) {
      int offset = (from + copied) % octets.length;
      int count = Math.min(octets.length - offset, length - copied);
      System.arraycopy(octets, offset, message, copied, count);
      copied += count;
    }
    if (opcode == Frame.TEXT) {
      blankHalfCharacters(message);
    }
    return Frame.of(opcode, Payload.of(message));
  }

  private static void blankHalfCharacters(byte[] text) {
    for (int i = 0; i < text.length && isInsideCharacter(text[i]); i++) {
      text[i] = ' ';
    }
    int last = text.length - 1;
    while (isInsideCharacter(text[last])) {
      last--;
    }
    if (last + characterOctets(text[last]) != text.length) {
      Arrays.fill(text, last, text.length, (byte) ' ');
    }
  }

  /** RFC 3629 section 3: octets behind the first one of a character begin with the bits 10. */
  private static boolean isInsideCharacter(byte octet) {
    return (octet & 0xC0) == 0x80;
  }

  private static int characterOctets(byte first) {
    return first >= 0 ? 1 : Integer.numberOfLeadingZeros(~(first << Byte.SIZE * 3));
  }

  /** What it is, in words. */
  @Override
  public String toString() {
    return words;
  }
}
