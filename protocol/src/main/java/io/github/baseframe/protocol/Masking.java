package io.github.baseframe.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Masking of client payload (RFC 6455 section 5.3): byte {@code i} of the payload is combined by
 * XOR with byte {@code i mod 4} of the masking key. Doing it twice gives the payload back, so one
 * function masks and unmasks.
 *
 * <p>The key is an {@code int} whose most significant byte is the one that comes first on the wire.
 * Payload that arrives or leaves in pieces carries its {@code phase}: how many payload bytes came
 * before, of which only the last two bits count.
 */
final class Masking {

  /**
   * Eight bytes at a time in the machine's own order, for which the compiler makes vector code;
   * with bytes to be swapped it does not.
   */
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Masking() {}

  /**
   * Masks or unmasks a range of a buffer in place.
   *
   * @param buffer its position, limit and order are left as they are
   * @param from index of the first byte
   * @param to index behind the last byte
   * @param key the masking key
   * @param phase number of payload bytes before {@code from}
   */
  static void apply(ByteBuffer buffer, int from, int to, int key, int phase) {
    int rotated = atPhase(key, phase);
    long wideKey = widen(rotated);
    int index =
        buffer.hasArray()
            ? applyToArray(buffer, from, to, wideKey)
            : applyToBuffer(buffer, from, to, wideKey);
    applyToBytes(buffer, index, to, atPhase(rotated, index - from));
  }

  /**
   * The same for a buffer outside of the heap, by way of a view of it.
   *
   * @param buffer its position and limit are left as they are
   * @param view {@link #viewOf} the buffer
   * @param from index of the first byte
   * @param to index behind the last byte
   * @param key the masking key
   * @param phase number of payload bytes before {@code from}
   */
  static void apply(ByteBuffer buffer, LongBuffer view, int from, int to, int key, int phase) {
    int first = firstLong(buffer);
    int start = Math.min(to, from + (first - from & Long.BYTES - 1));
    int end = Math.max(start, to - (to - first & Long.BYTES - 1));
    applyToBytes(buffer, from, start, atPhase(key, phase));
    long wideKey = widen(atPhase(key, phase + start - from));
    applyToLongs(view, (start - first) / Long.BYTES, (end - first) / Long.BYTES, wideKey);
    applyToBytes(buffer, end, to, atPhase(key, phase + end - from));
  }

  /** Returns all whole longs of a buffer, as they lie in memory, in the machine's order. */
  static LongBuffer viewOf(ByteBuffer buffer) {
    ByteBuffer longs = buffer.duplicate().clear().position(firstLong(buffer));
    return longs.order(ByteOrder.nativeOrder()).asLongBuffer();
  }

  /** Aligned longs take 9 us/MiB, others 14. */
  private static int firstLong(ByteBuffer buffer) {
    return -buffer.alignmentOffset(0, Long.BYTES) & Long.BYTES - 1;
  }

  /** A method of its own, which the compiler then treats as what it is: a loop over plain longs. */
  private static void applyToLongs(LongBuffer longs, int from, int to, long key) {
    for (int index = from; index < to; index++) {
      longs.put(index, longs.get(index) ^ key);
    }
  }

  private static void applyToBytes(ByteBuffer buffer, int from, int to, int rotatedKey) {
    for (int index = from; index < to; index++) {
      buffer.put(index, (byte) (buffer.get(index) ^ keyByte(rotatedKey, index - from)));
    }
  }

  /** Masks all whole longs outside of the heap and returns the index behind them. */
  private static int applyToBuffer(ByteBuffer buffer, int from, int to, long key) {
    ByteOrder order = buffer.order();
    // Otherwise every long would be turned round twice.
    buffer.order(ByteOrder.nativeOrder());
    int index = from;
    for (; index <= to - Long.BYTES; index += Long.BYTES) {
      buffer.putLong(index, buffer.getLong(index) ^ key);
    }
    buffer.order(order);
    return index;
  }

  /** The same on the heap, apart, because one loop for both kinds would be fast for neither. */
  private static int applyToArray(ByteBuffer buffer, int from, int to, long key) {
    byte[] array = buffer.array();
    int offset = buffer.arrayOffset();
    int index = offset + from;
    int end = offset + to - Long.BYTES;
    for (; index <= end; index += Long.BYTES) {
      ARRAY_LONG.set(array, index, (long) ARRAY_LONG.get(array, index) ^ key);
    }
    return index - offset;
  }

  /**
   * Copies payload and masks it on the way, so that the caller's bytes are never changed.
   *
   * @param payload all its remaining bytes are taken
   * @param out gets the masked bytes at its position
   * @param key the masking key
   * @param phase number of payload bytes before this piece
   */
  static void copy(ByteBuffer payload, ByteBuffer out, int key, int phase) {
    int start = out.position();
    out.put(payload);
    apply(out, start, out.position(), key, phase);
  }

  /** Turns the key so that its first byte is the one for the payload byte at {@code phase}. */
  private static int atPhase(int key, int phase) {
    return Integer.rotateLeft(key, Byte.SIZE * (phase & 3));
  }

  /** The key twice, as eight bytes of the wire read in the machine's order. */
  private static long widen(int key) {
    long twice = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
  }

  private static int keyByte(int key, int index) {
    return key >>> (24 - Byte.SIZE * (index & 3));
  }
}
