package io.github.baseframe.protocol;

import java.nio.ByteBuffer;

/**
 * Tells UTF-8 from what is not, piece by piece, and fails at the first byte that no valid sequence
 * can continue with (RFC 6455 section 8.1, RFC 3629 section 4).
 *
 * <p>RFC 3629 allows these sequences only; what a lead byte leaves open is which range its second
 * byte must be in. All later bytes are 80 to BF.
 *
 * <pre>
 *   lead      second    further   excludes
 *   00 .. 7F  -         0
 *   C2 .. DF  80 .. BF  0         C0, C1: overlong
 *   E0        A0 .. BF  1         overlong
 *   E1 .. EC  80 .. BF  1
 *   ED        80 .. 9F  1         surrogates D800 to DFFF
 *   EE .. EF  80 .. BF  1
 *   F0        90 .. BF  2         overlong
 *   F1 .. F3  80 .. BF  2
 *   F4        80 .. 8F  2         above 10FFFF, as are F5 .. FF
 * </pre>
 *
 * <p>The state is three numbers, so that a text message cut anywhere, even inside of a character,
 * goes on with the next piece. Not thread-safe.
 */
final class Utf8Validator {

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  /** How many bytes the character under way still needs. */
  private int missing;

  /** The range of the next byte, where {@link #missing} is not 0. */
  private int lowest;

  private int highest;

  /**
   * Checks the next piece of a text.
   *
   * @param piece its bytes from position to limit, left as they are
   * @return false as soon as a byte cannot be part of UTF-8; the validator is then useless until
   *     {@link #reset}
   */
  boolean validate(ByteBuffer piece) {
    int index = piece.position();
    int end = piece.limit();
    while (index < end) {
      if (missing == 0) {
        index = skipAscii(piece, index, end);
        if (index == end) {
          return true;
        }
        if (!lead(piece.get(index) & 0xFF)) {
          return false;
        }
      } else {
        int next = piece.get(index) & 0xFF;
        if (next < lowest || next > highest) {
          return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xBF;
      }
      index++;
    }
    return true;
  }

  /** Says whether the text may end here, not inside of a character. */
  boolean isComplete() {
    return missing == 0;
  }

  /** Begins a new text. */
  void reset() {
    missing = 0;
  }

  /**
   * Returns the index of the first byte that is not ASCII, eight bytes at a time where possible.
   */
  private static int skipAscii(ByteBuffer piece, int index, int end) {
    int i = index;
    while (i <= end - Long.BYTES && (piece.getLong(i) & NOT_ASCII) == 0) {
      i += Long.BYTES;
    }
    while (i < end && piece.get(i) >= 0) {
      i++;
    }
    return i;
  }

  private boolean lead(int first) {
    if (first < 0xC2 || first > 0xF4) {
      return false;
    }
    lowest = 0x80;
    highest = 0xBF;
    if (first < 0xE0) {
      missing = 1;
    } else if (first < 0xF0) {
      missing = 2;
      if (first == 0xE0) {
        lowest = 0xA0;
      } else if (first == 0xED) {
        highest = 0x9F;
      }
    } else {
      missing = 3;
      if (first == 0xF0) {
        lowest = 0x90;
      } else if (first == 0xF4) {
        highest = 0x8F;
      }
    }
    return true;
  }
}
