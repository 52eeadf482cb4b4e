package io.github.baseframe.conformance.fuzz;

/** The table of RFC 3629 section 4, row by row. */
final class ReferenceUtf8 {

  /** First byte from, to; second byte from, to; how many bytes come behind those. */
  private static final int[][] ROWS = {
    {0xC2, 0xDF, 0x80, 0xBF, 0},
    {0xE0, 0xE0, 0xA0, 0xBF, 1},
    {0xE1, 0xEC, 0x80, 0xBF, 1},
    {0xED, 0xED, 0x80, 0x9F, 1},
    {0xEE, 0xEF, 0x80, 0xBF, 1},
    {0xF0, 0xF0, 0x90, 0xBF, 2},
    {0xF1, 0xF3, 0x80, 0xBF, 2},
    {0xF4, 0xF4, 0x80, 0x8F, 2},
  };

  private ReferenceUtf8() {}

  /**
   * How many bytes are whole characters, behind which one may have begun; -1 if it is not UTF-8.
   */
  static int wholeCharacters(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int length = characterAt(bytes, at);
      if (length < 0) {
        return -1;
      }
      if (at + length > bytes.length) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** How long the character is that begins there, of which some may be missing; -1 if none does. */
  private static int characterAt(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    for (int[] row : ROWS) {
      if (first >= row[0] && first <= row[1]) {
        int length = 2 + row[4];
        for (int i = 1; i < length && at + i < bytes.length; i++) {
          int next = bytes[at + i] & 0xFF;
          if (next < (i == 1 ? row[2] : 0x80) || next > (i == 1 ? row[3] : 0xBF)) {
            return -1;
          }
        }
        return length;
      }
    }
    return -1;
  }
}
