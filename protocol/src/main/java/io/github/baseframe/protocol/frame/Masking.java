package io.github.baseframe.protocol.frame;

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
public final class Masking {

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
  public static void apply(ByteBuffer buffer, int from, int to, int key, int phase) {
    int rotated = atPhase(key, phase);
    if (to - from < Long.BYTES) {
      applyToFew(buffer, from, to, rotated);
    } else if (buffer.hasArray()) {
      applyToArray(buffer, from, to, widen(rotated));
    } else {
      applyToBuffer(buffer, from, to, widen(rotated));
    }
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
    applyToFew(buffer, from, start, atPhase(key, phase));
    long wideKey = widen(atPhase(key, phase + start - from));
    applyToLongs(view, (start - first) / Long.BYTES, (end - first) / Long.BYTES, wideKey);
    applyToFew(buffer, end, to, atPhase(key, phase + end - from));
  }

  /** Returns all whole longs of a buffer, as they lie in memory, in the machine's order. */
  static LongBuffer viewOf(ByteBuffer buffer) {
    ByteBuffer longs = buffer.duplicate().clear().position(firstLong(buffer));
    return longs.order(ByteOrder.nativeOrder()).asLongBuffer();
  }

  /** Longs that are aligned are masked faster. */
  private static int firstLong(ByteBuffer buffer) {
    return -buffer.alignmentOffset(0, Long.BYTES) & Long.BYTES - 1;
  }

  /** A method of its own, which the compiler then treats as what it is: a loop over plain longs. */
  private static void applyToLongs(LongBuffer longs, int from, int to, long key) {
    for (int index = from; index < to; index++) {
      longs.put(index, longs.get(index) ^ key);
    }
  }

  /** Masks fewer bytes than a long has. A loop costs more than it takes to do without. */
  private static void applyToFew(ByteBuffer buffer, int from, int to, int key) {
    ByteOrder order = buffer.order();
    buffer.order(ByteOrder.BIG_ENDIAN);
    int index = from;
    int rest = key;
    if (to - index >= Integer.BYTES) {
      buffer.putInt(index, buffer.getInt(index) ^ key);
      index += Integer.BYTES;
    }
    if (to - index >= Short.BYTES) {
      buffer.putShort(index, (short) (buffer.getShort(index) ^ key >>> Short.SIZE));
      index += Short.BYTES;
      rest = key << Short.SIZE;
    }
    if (index < to) {
      buffer.put(index, (byte) (buffer.get(index) ^ rest >>> Integer.SIZE - Byte.SIZE));
    }
    buffer.order(order);
  }

  /**
   * Masks outside of the heap. What is left behind the last whole long is masked as the end of one
   * that overlaps it, which is faster than a loop over bytes.
   */
  private static void applyToBuffer(ByteBuffer buffer, int from, int to, long key) {
    ByteOrder order = buffer.order();
    // Otherwise every long would be turned round twice.
    buffer.order(ByteOrder.nativeOrder());
    int index = from;
    int last = to - Long.BYTES;
    for (; index <= last; index += Long.BYTES) {
      buffer.putLong(index, buffer.getLong(index) ^ key);
    }
    if (index < to) {
      buffer.putLong(last, buffer.getLong(last) ^ behind(index - last, key));
    }
    buffer.order(order);
  }

  /** The same on the heap, apart, because one loop for both kinds would be fast for neither. */
  private static void applyToArray(ByteBuffer buffer, int from, int to, long key) {
    byte[] array = buffer.array();
    int index = buffer.arrayOffset() + from;
    int end = buffer.arrayOffset() + to;
    int last = end - Long.BYTES;
    for (; index <= last; index += Long.BYTES) {
      ARRAY_LONG.set(array, index, (long) ARRAY_LONG.get(array, index) ^ key);
    }
    if (index < end) {
      ARRAY_LONG.set(array, last, (long) ARRAY_LONG.get(array, last) ^ behind(index - last, key));
    }
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

  /** Returns what masks, of the eight bytes of a long, those behind the first few only. */
  private static long behind(int bytes, long key) {
    int bits = Byte.SIZE * bytes;
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? key >>> bits : key << bits;
  }
}
