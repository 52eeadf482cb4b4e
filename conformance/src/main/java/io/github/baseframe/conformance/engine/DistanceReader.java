package io.github.baseframe.conformance.engine;

import java.util.Arrays;

/**
 * Reads DEFLATE data (RFC 1951) for the one thing that zlib does not tell: how far back references
 * reach. Nothing is decompressed, and the data must be known to be valid.
 */
final class DistanceReader {

  private static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int LONGEST_CODE = 15;
  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH = 257;
  private static final int LONGEST_LENGTH = 285;

  private static final Code FIXED_LITERALS = fixedLiterals();
  private static final Code FIXED_DISTANCES = Code.of(filled(30, 5));

  private final byte[] input;

  /** Where the next bit is, counted from the lowest bit of the first octet. */
  private int position;

  private int longest;

  /** A canonical code: how many codes there are of each length, and their symbols in order. */
  private record Code(int[] counts, int[] symbols) {

    static Code of(int[] lengths) {
      int[] counts = new int[LONGEST_CODE + 1];
      for (int length : lengths) {
        counts[length]++;
      }
      int[] next = new int[LONGEST_CODE + 1];
      for (int length = 1; length < LONGEST_CODE; length++) {
        next[length + 1] = next[length] + counts[length];
      }
      int[] symbols = new int[lengths.length];
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] > 0) {
          symbols[next[lengths[symbol]]++] = symbol;
        }
      }
      return new Code(counts, symbols);
    }
  }

  DistanceReader(byte[] input) {
    this.input = input;
  }

  /** Reads to the end, which must be that of a block, and returns the longest distance. */
  int longestDistance() throws Violation {
    while (position < Byte.SIZE * input.length) {
      readBlock();
    }
    require(position == Byte.SIZE * input.length);
    return longest;
  }

  private void readBlock() throws Violation {
    boolean last = bits(1) == 1;
    switch (bits(2)) {
      case 0 -> skipStored();
      case 1 -> readCompressed(FIXED_LITERALS, FIXED_DISTANCES);
      default -> readDynamic();
    }
    if (last) {
      skipToOctet();
    }
  }

  private void skipToOctet() {
    position = position + Byte.SIZE - 1 & -Byte.SIZE;
  }

  private void skipStored() throws Violation {
    skipToOctet();
    int length = bits(Short.SIZE);
    position += Short.SIZE + Byte.SIZE * length;
  }

  private void readDynamic() throws Violation {
    int literals = 257 + bits(5);
    int distances = 1 + bits(5);
    int codeLengths = 4 + bits(4);
    int[] lengths = new int[CODE_LENGTH_ORDER.length];
    for (int i = 0; i < codeLengths; i++) {
      lengths[CODE_LENGTH_ORDER[i]] = bits(3);
    }
    int[] all = readLengths(Code.of(lengths), literals + distances);
    readCompressed(
        Code.of(Arrays.copyOf(all, literals)),
        Code.of(Arrays.copyOfRange(all, literals, all.length)));
  }

  private int[] readLengths(Code code, int count) throws Violation {
    int[] lengths = new int[count];
    int i = 0;
    while (i < count) {
      int symbol = decode(code);
      int repeat =
          switch (symbol) {
            case 16 -> 3 + bits(2);
            case 17 -> 3 + bits(3);
            case 18 -> 11 + bits(7);
            default -> 1;
          };
      int length = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
      Arrays.fill(lengths, i, i + repeat, length);
      i += repeat;
    }
    return lengths;
  }

  private void readCompressed(Code literals, Code distances) throws Violation {
    for (int symbol = decode(literals); symbol != END_OF_BLOCK; symbol = decode(literals)) {
      if (symbol > END_OF_BLOCK) {
        bits(extraBitsOfLength(symbol));
        longest = Math.max(longest, readDistance(decode(distances)));
      }
    }
  }

  /** RFC 1951 3.2.5: from the ninth length on, every four symbols have one bit more. */
  private static int extraBitsOfLength(int symbol) {
    int index = symbol - FIRST_LENGTH;
    return symbol == LONGEST_LENGTH ? 0 : Math.max(0, index / 4 - 1);
  }

  /** From the fifth distance on, every two symbols have one bit more. */
  private int readDistance(int symbol) throws Violation {
    if (symbol < 4) {
      return 1 + symbol;
    }
    int extra = symbol / 2 - 1;
    return 1 + (2 + symbol % 2 << extra) + bits(extra);
  }

  private int bits(int count) throws Violation {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= bit() << i;
    }
    return value;
  }

  private int bit() throws Violation {
    int index = position >> 3;
    require(index < input.length);
    return input[index] >> (position++ & 7) & 1;
  }

  private static void require(boolean complete) throws Violation {
    if (!complete) {
      throw Violation.ofEncoding("compressed data that ends inside of a block (RFC 7692 7.2.1)");
    }
  }

  /** The codes of each length are consecutive numbers, and follow on those of the length before. */
  private int decode(Code code) throws Violation {
    int value = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      value |= bit();
      int count = code.counts[length];
      if (value - first < count) {
        return code.symbols[index + value - first];
      }
      index += count;
      first = first + count << 1;
      value <<= 1;
    }
    throw Violation.ofEncoding("compressed data with an unknown code (RFC 1951 3.2.7)");
  }

  private static Code fixedLiterals() {
    int[] lengths = filled(288, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    return Code.of(lengths);
  }

  private static int[] filled(int count, int length) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, length);
    return lengths;
  }
}
