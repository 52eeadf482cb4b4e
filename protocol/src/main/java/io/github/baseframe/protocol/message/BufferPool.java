package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;

/**
 * Lends the buffers in which an {@link OutboundQueue} collects frames, and those, of 16 KiB and
 * more, in which messages are put together that do not come in one piece. A connection that has
 * nothing to write and is not in the middle of a message holds none.
 *
 * <p>A pool is used by one thread at a time: the one that drives the connections it serves.
 */
public interface BufferPool {

  /**
   * Lends a buffer.
   *
   * @param minBytes the room that is needed, in bytes
   * @return a cleared, writable, big-endian buffer with at least that capacity
   */
  ByteBuffer acquire(int minBytes);

  /**
   * Takes a buffer back.
   *
   * @param buffer one that {@link #acquire} gave and nobody uses any more
   */
  void release(ByteBuffer buffer);

  /**
   * Makes a pool that keeps up to a number of equally large buffers. What is larger, and direct
   * buffers beyond that number, it allocates on the heap and leaves to the garbage collector.
   *
   * @param bufferBytes the capacity of a pooled buffer in bytes, at least 1
   * @param maxKept the most buffers to keep for later, 0 or more
   * @param direct whether pooled buffers are outside of the heap, as channels like them
   * @return a new pool, not thread-safe
   */
  static BufferPool of(int bufferBytes, int maxKept, boolean direct) {
    return new FixedSizeBufferPool(bufferBytes, maxKept, direct);
  }
}
