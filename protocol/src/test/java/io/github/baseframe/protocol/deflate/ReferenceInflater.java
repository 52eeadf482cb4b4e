package io.github.baseframe.protocol.deflate;

import java.util.Arrays;

/**
 * DEFLATE (RFC 1951) once more, slowly and by the book, to see what no library shows: how far back
 * references reach.
 */
final class ReferenceInflater {

  private static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int END_OF_BLOCK = 256;

  private byte[] output = new byte[1024];
  private int size;
  private int longestDistance;

  private byte[] input;
  private int bit;

  /** The largest distance of all references so far. */
  int longestDistance() {
    return longestDistance;
  }

  /** Inflates a message that is sent without 00 00 FF FF at its end; keeps its window. */
  byte[] inflateMessage(byte[] data) {
    input = Arrays.copyOf(data, data.length + 4);
    input[data.length + 2] = (byte) 0xFF;
    input[data.length + 3] = (byte) 0xFF;
    bit = 0;
    int start = size;
    while (bit < 8 * input.length) {
      readBlock();
    }
    return Arrays.copyOfRange(output, start, size);
  }

  private void readBlock() {
    if (bits(1) != 0) {
      throw new IllegalStateException("BFINAL");
    }
    switch (bits(2)) {
      case 0 -> readStored();
      case 1 -> readCompressed(fixedLiterals(), Huffman.of(filled(30, 5)));
      case 2 -> readDynamic();
      default -> throw new IllegalStateException("reserved block type");
    }
  }

  private void readStored() {
    bit = (bit + 7) & ~7;
    int length = bits(16);
    if ((bits(16) ^ length) != 0xFFFF) {
      throw new IllegalStateException("LEN and NLEN");
    }
    for (int i = 0; i < length; i++) {
      put((byte) bits(8));
    }
  }

  private void readDynamic() {
    int literals = 257 + bits(5);
    int distances = 1 + bits(5);
    int codeLengths = 4 + bits(4);
    int[] lengths = new int[19];
    for (int i = 0; i < codeLengths; i++) {
      lengths[CODE_LENGTH_ORDER[i]] = bits(3);
    }
    int[] all = readLengths(Huffman.of(lengths), literals + distances);
    readCompressed(
        Huffman.of(Arrays.copyOf(all, literals)),
        Huffman.of(Arrays.copyOfRange(all, literals, all.length)));
  }

  private int[] readLengths(Huffman code, int count) {
    int[] lengths = new int[count];
    int i = 0;
    while (i < count) {
      int symbol = decode(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      int value = symbol == 16 ? lengths[i - 1] : 0;
      int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
      Arrays.fill(lengths, i, i + repeat, value);
      i += repeat;
    }
    return lengths;
  }

  private void readCompressed(Huffman literals, Huffman distances) {
    for (int symbol = decode(literals); symbol != END_OF_BLOCK; symbol = decode(literals)) {
      if (symbol < END_OF_BLOCK) {
        put((byte) symbol);
      } else {
        int length = readLength(symbol - 257);
        copy(length, readDistance(decode(distances)));
      }
    }
  }

  /** RFC 1951 3.2.5: from the ninth code on, every four codes take one extra bit more. */
  private int readLength(int code) {
    if (code < 8) {
      return 3 + code;
    }
    if (code == 28) {
      return 258;
    }
    int extra = code / 4 - 1;
    return 3 + (4 + code % 4 << extra) + bits(extra);
  }

  /** From the fifth code on, every two codes take one extra bit more. */
  private int readDistance(int code) {
    if (code < 4) {
      return 1 + code;
    }
    int extra = code / 2 - 1;
    return 1 + (2 + code % 2 << extra) + bits(extra);
  }

  private void copy(int length, int distance) {
    longestDistance = Math.max(longestDistance, distance);
    for (int i = 0; i < length; i++) {
      put(output[size - distance]);
    }
  }

  private void put(byte value) {
    if (size == output.length) {
      output = Arrays.copyOf(output, 2 * size);
    }
    output[size++] = value;
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (input[bit >> 3] >> (bit & 7) & 1) << i;
      bit++;
    }
    return value;
  }

  private int decode(Huffman code) {
    int value = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= 15; length++) {
      value |= bits(1);
      int count = code.counts[length];
      if (value - first < count) {
        return code.symbols[index + value - first];
      }
      index += count;
      first = first + count << 1;
      value <<= 1;
    }
    throw new IllegalStateException("no such code");
  }

  private static Huffman fixedLiterals() {
    int[] lengths = filled(288, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    return Huffman.of(lengths);
  }

  private static int[] filled(int count, int length) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, length);
    return lengths;
  }

  /** A canonical code: how many codes there are of each length, and their symbols in order. */
  private record Huffman(int[] counts, int[] symbols) {

    static Huffman of(int[] lengths) {
      int[] counts = new int[16];
      for (int length : lengths) {
        counts[length]++;
      }
      counts[0] = 0;
      int[] symbols = new int[lengths.length];
      int next = 0;
      for (int length = 1; length <= 15; length++) {
        for (int symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] == length) {
            symbols[next++] = symbol;
          }
        }
      }
      return new Huffman(counts, symbols);
    }
  }
}
