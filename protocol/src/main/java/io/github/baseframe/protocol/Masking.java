package io.github.baseframe.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  /** Eight bytes at a time, whatever byte order the buffer is set to. */
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Masking() {}

  /**
   * Masks or unmasks a range of a buffer in place.
   *
   * @param buffer its position and limit are left as they are
   * @param from index of the first byte
   * @param to index behind the last byte
   * @param key the masking key
   * @param phase number of payload bytes before {@code from}
   */
  static void apply(ByteBuffer buffer, int from, int to, int key, int phase) {
    int rotated = atPhase(key, phase);
    long wide = widen(rotated);
    int index = from;
    for (; index <= to - Long.BYTES; index += Long.BYTES) {
      LONG.set(buffer, index, (long) LONG.get(buffer, index) ^ wide);
    }
    for (; index < to; index++) {
      buffer.put(index, (byte) (buffer.get(index) ^ keyByte(rotated, index - from)));
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

  private static long widen(int key) {
    return (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
  }

  private static int keyByte(int key, int index) {
    return key >>> (24 - Byte.SIZE * (index & 3));
  }
}
