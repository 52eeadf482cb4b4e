package io.github.baseframe.benchmarks.clients;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Frames of {@code bare-nio}, laid out one behind the other until they are written. */
final class MaskedFrames {

  /** First bytes: FIN and the opcode. */
  static final int TEXT = 0x81;

  static final int BINARY = 0x82;
  static final int CLOSE = 0x88;
  static final int PONG = 0x8a;

  /** The payload of a Close frame, 1000. */
  static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xe8};

  private static final int MASK = 0x80;
  private static final int LARGEST_IN_ONE_BYTE = 125;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;
  private static final int LARGEST_IN_TWO_BYTES = 0xffff;
  private static final int MAX_HEADER_BYTES = 14;
  private static final int MIN_BYTES = 64 << 10;

  private final SplittableRandom keys = new SplittableRandom();
  private ByteBuffer frames = ByteBuffer.allocateDirect(MIN_BYTES);

  /** Adds a frame with a key of its own; the payload, outside of the heap, stays as it is. */
  void add(int firstByte, ByteBuffer payload) {
    int length = payload.limit();
    makeRoom(MAX_HEADER_BYTES + length);
    int key = keys.nextInt();
    frames.put((byte) firstByte);
    if (length <= LARGEST_IN_ONE_BYTE) {
      frames.put((byte) (MASK | length));
    } else if (length <= LARGEST_IN_TWO_BYTES) {
      frames.put((byte) (MASK | LENGTH_IN_TWO_BYTES)).putShort((short) length);
    } else {
      frames.put((byte) (MASK | LENGTH_IN_EIGHT_BYTES)).putLong(length);
    }
    frames.putInt(key);
    mask(payload, length, key);
  }

  private void mask(ByteBuffer payload, int length, int key) {
    ByteBuffer out = frames;
    int start = out.position();
    long twice = (long) key << Integer.SIZE | key & 0xffffffffL;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      out.putLong(start + i, payload.getLong(i) ^ twice);
    }
    for (; i < length; i++) {
      out.put(start + i, (byte) (payload.get(i) ^ twice >>> Long.SIZE - Byte.SIZE * (i % 8 + 1)));
    }
    out.position(start + length);
  }

  private void makeRoom(int bytes) {
    if (frames.remaining() < bytes) {
      int capacity = Math.max(2 * frames.capacity(), frames.position() + bytes);
      frames = ByteBuffer.allocateDirect(capacity).put(frames.flip());
    }
  }

  /** Returns the frames that were added; they are valid until the next is. */
  ByteBuffer take() {
    ByteBuffer taken = frames.duplicate().flip();
    frames.clear();
    return taken;
  }
}
