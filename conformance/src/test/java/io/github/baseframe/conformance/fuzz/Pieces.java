package io.github.baseframe.conformance.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cuts a stream as a transport might. */
final class Pieces {

  static final int WHOLE = 0;
  static final int SINGLE_BYTES = 1;

  private static final int LARGEST_BYTES = 40;

  private Pieces() {}

  /** Returns copies of all pieces in their order; a number says how, the same always the same. */
  static List<ByteBuffer> of(byte[] stream, int how) {
    List<ByteBuffer> pieces = new ArrayList<>();
    Random random = new Random(how);
    int start = 0;
    while (start < stream.length) {
      int length =
          switch (how) {
            case WHOLE -> stream.length;
            case SINGLE_BYTES -> 1;
            default -> 1 + random.nextInt(LARGEST_BYTES);
          };
      int end = Math.min(start + length, stream.length);
      pieces.add(ByteBuffer.allocate(end - start).put(stream, start, end - start).flip());
      start = end;
    }
    return pieces;
  }
}
