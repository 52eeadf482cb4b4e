package io.github.baseframe.protocol.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last bytes that went one way, which what follows may refer back to (RFC 7692 section 7.2.1,
 * the LZ77 sliding window). It takes memory as bytes come, up to its capacity.
 */
final class History {

  private static final byte[] NOTHING = {};

  private final int capacity;
  private byte[] bytes = NOTHING;
  private int size;

  /** Creates an empty history that keeps so many bytes at most. */
  History(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  /** Returns how much memory it takes. */
  int heldBytes() {
    return bytes.length;
  }

  /** Returns the array that holds the history from index 0 to {@link #size}. */
  byte[] bytes() {
    return bytes;
  }

  /** Adds the remaining bytes of a buffer, which is left as it is. */
  void append(ByteBuffer added) {
    int taken = Math.min(added.remaining(), capacity);
    int kept = Math.min(size, capacity - taken);
    if (bytes.length < kept + taken) {
      bytes = Arrays.copyOf(bytes, Math.min(capacity, 2 * (kept + taken)));
    }
    System.arraycopy(bytes, size - kept, bytes, 0, kept);
    added.get(added.limit() - taken, bytes, kept, taken);
    size = kept + taken;
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    bytes = NOTHING;
    size = 0;
  }
}
