package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells UTF-8 from what is not, piece by piece, and fails at the first byte that no valid sequence
 * can continue with (RFC 6455 section 8.1, RFC 3629 section 4).
 *
 * <p>RFC 3629 allows these sequences only. What a lead byte leaves open is which range its second
 * byte must be in; all later bytes are 80 to BF.
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
 * <p>It is an automaton whose state is what the next byte must be, so that a text cut anywhere,
 * even inside of a character, goes on with the next piece. A state is the position of six bits in a
 * {@code long}, and each byte has a {@code long} with the next state for every state: one shift a
 * byte and no branch, which for text of mixed alphabets is six times as fast as comparing. Two
 * bytes one after the other are such a {@code long} as well, and only 20 of these differ: looking
 * up which one it is and shifting once is faster than two shifts.
 *
 * <p>Not thread-safe.
 */
final class Utf8Validator {

  /** Nothing can come: a byte was impossible. It is 0, so every other transition leads here. */
  private static final int IMPOSSIBLE = 0;

  /** A character may begin, or the text end. */
  private static final int LEAD = 6;

  /** So many bytes from 80 to BF are missing. */
  private static final int ONE_MORE = 12;

  private static final int TWO_MORE = 18;
  private static final int THREE_MORE = 24;

  /** The second byte behind these lead bytes has a smaller range. */
  private static final int AFTER_E0 = 30;

  private static final int AFTER_ED = 36;
  private static final int AFTER_F0 = 42;
  private static final int AFTER_F4 = 48;

  private static final int BITS_A_STATE = 6;

  private static final int STATE_BITS = 0b111111;

  /** For each byte the next states: the one for state {@code s} is at bit {@code s}. */
  private static final long[] NEXT = new long[256];

  /**
   * The next states after two bytes: all that there are, 20 of them, in no order. It is longer, so
   * that no byte is an index behind its end.
   */
  private static final long[] NEXT_BUT_ONE = new long[256];

  /** For every two bytes, the first one in front, where in there their next states are. */
  private static final byte[] PAIRS = new byte[1 << 2 * Byte.SIZE];

  static {
    allow(LEAD, 0x00, 0x7F, LEAD);
    allow(LEAD, 0xC2, 0xDF, ONE_MORE);
    allow(LEAD, 0xE0, 0xE0, AFTER_E0);
    allow(LEAD, 0xE1, 0xEC, TWO_MORE);
    allow(LEAD, 0xED, 0xED, AFTER_ED);
    allow(LEAD, 0xEE, 0xEF, TWO_MORE);
    allow(LEAD, 0xF0, 0xF0, AFTER_F0);
    allow(LEAD, 0xF1, 0xF3, THREE_MORE);
    allow(LEAD, 0xF4, 0xF4, AFTER_F4);
    allow(AFTER_E0, 0xA0, 0xBF, ONE_MORE);
    allow(AFTER_ED, 0x80, 0x9F, ONE_MORE);
    allow(AFTER_F0, 0x90, 0xBF, TWO_MORE);
    allow(AFTER_F4, 0x80, 0x8F, TWO_MORE);
    allow(THREE_MORE, 0x80, 0xBF, TWO_MORE);
    allow(TWO_MORE, 0x80, 0xBF, ONE_MORE);
    allow(ONE_MORE, 0x80, 0xBF, LEAD);
    for (int first = 0; first < NEXT.length; first++) {
      addPairs(first);
    }
  }

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private static final int ASCII_BLOCK_BITS = 5;
  private static final int ASCII_BLOCK_BYTES = 1 << ASCII_BLOCK_BITS;

  /**
   * After so many bytes it is worth a look whether ASCII goes on, the next time after twice that:
   * less is spent on looking where text has none.
   */
  private static final int FIRST_STRIDE = 64;

  private static final int LONGEST_STRIDE = 1024;

  private int state = LEAD;

  private static void allow(int state, int firstByte, int lastByte, int next) {
    for (int b = firstByte; b <= lastByte; b++) {
      NEXT[b] |= (long) next << state;
    }
  }

  /** Adds all pairs that begin with this byte. Most bytes do what the byte before them does. */
  private static void addPairs(int first) {
    int row = first << Byte.SIZE;
    if (first > 0 && NEXT[first] == NEXT[first - 1]) {
      System.arraycopy(PAIRS, row - NEXT.length, PAIRS, row, NEXT.length);
      return;
    }
    for (int second = 0; second < NEXT.length; second++) {
      PAIRS[row | second] = (byte) placeOf(oneAfterTheOther(NEXT[first], NEXT[second]));
    }
  }

  private static long oneAfterTheOther(long first, long second) {
    long both = 0;
    for (int state = LEAD; state <= AFTER_F4; state += BITS_A_STATE) {
      both |= (second >>> (first >>> state & STATE_BITS) & STATE_BITS) << state;
    }
    return both;
  }

  /** Returns where these next states are, and puts them there if they are new. */
  private static int placeOf(long both) {
    int place = 0; // Of the two bytes that are impossible everywhere.
    while (NEXT_BUT_ONE[place] != both) {
      place++;
      if (NEXT_BUT_ONE[place] == 0) {
        NEXT_BUT_ONE[place] = both;
      }
    }
    return place;
  }

  /**
   * Checks the next piece of a text.
   *
   * @param piece its bytes from position to limit, left as they are; if there are any, its order is
   *     big-endian afterwards
   * @return false if a byte cannot be part of UTF-8, in this piece or in one before
   */
  boolean validate(ByteBuffer piece) {
    int index = piece.position();
    int end = piece.limit();
    int stride = FIRST_STRIDE;
    while (index < end && state != IMPOSSIBLE) {
      if (state == LEAD) {
        int ascii = skipAscii(piece, index, end);
        stride = ascii > index ? FIRST_STRIDE : Math.min(2 * stride, LONGEST_STRIDE);
        index = ascii;
      }
      int stop = Math.min(end - index, stride) + index;
      state = advance(piece, index, stop, state);
      index = stop;
    }
    return state != IMPOSSIBLE;
  }

  /** Says whether the text may end here, not inside of a character. */
  boolean isComplete() {
    return state == LEAD;
  }

  /** Begins a new text. */
  void reset() {
    state = LEAD;
  }

  private static int advance(ByteBuffer piece, int from, int to, int state) {
    piece.order(ByteOrder.BIG_ENDIAN);
    // A shift looks at the lowest bits of a state only, which are all that matter of it.
    long next = state;
    int i = from;
    for (; i <= to - Integer.BYTES; i += Integer.BYTES) {
      int four = piece.getInt(i);
      next = NEXT_BUT_ONE[PAIRS[four >>> Short.SIZE] & 0xFF] >>> next;
      next = NEXT_BUT_ONE[PAIRS[four & 0xFFFF] & 0xFF] >>> next;
    }
    for (; i < to; i++) {
      next = NEXT[piece.get(i) & 0xFF] >>> next;
    }
    return (int) next & STATE_BITS;
  }

  /**
   * Returns where ASCII ends, or up to 32 bytes before. The blocks in the middle are counted from
   * the start of the buffer, by shifts that cannot overflow: only of this loop does the compiler
   * take out the checks of the buffer's bounds. The first and the last block may overlap with
   * these.
   */
  private static int skipAscii(ByteBuffer piece, int from, int to) {
    piece.order(ByteOrder.nativeOrder());
    if (to - from < ASCII_BLOCK_BYTES || !isAsciiBlock(piece, from)) {
      return from;
    }
    int block = from + ASCII_BLOCK_BYTES - 1 >> ASCII_BLOCK_BITS;
    int end = to >> ASCII_BLOCK_BITS;
    while (block < end && isAsciiBlock(piece, block << ASCII_BLOCK_BITS)) {
      block++;
    }
    boolean toTheEnd = block == end && isAsciiBlock(piece, to - ASCII_BLOCK_BYTES);
    return toTheEnd ? to : block << ASCII_BLOCK_BITS;
  }

  /** Four {@code long}s at a time keep more than one load under way. */
  private static boolean isAsciiBlock(ByteBuffer piece, int from) {
    long four =
        piece.getLong(from)
            | piece.getLong(from + Long.BYTES)
            | piece.getLong(from + 2 * Long.BYTES)
            | piece.getLong(from + 3 * Long.BYTES);
    return (four & NOT_ASCII) == 0;
  }
}
