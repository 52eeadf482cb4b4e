package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;

/**
 * Lends the buffers in which an {@link OutboundQueue} collects frames, and those, of 16 KiB and
 * more, in which messages are put together that do not come in one piece. A connection that has
 * nothing to write and is not in the middle of a message holds none.
 *
 * <p>A pool is used by one thread at a time, save for {@link #isExhausted}: the one that drives the
 * connections it serves.
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
   * Lends memory of just that size, for what may stay for long: the rest of a large message that
   * the transport did not take, or the beginning of one that may never end.
   *
   * @param bytes the size
   * @return a cleared, writable, big-endian buffer with that capacity, or a little more
   */
  default ByteBuffer allocate(int bytes) {
    return acquire(bytes);
  }

  /**
   * Takes a buffer back.
   *
   * @param buffer one that {@link #acquire} or {@link #allocate} gave and nobody uses any more
   */
  void release(ByteBuffer buffer);

  /**
   * A connection has yet to write bytes that other connections may have to write as well.
   *
   * @param buffer over an array, which stays as long as one of them needs it
   */
  default void keepShared(ByteBuffer buffer) {}

  /**
   * It has written them, or never will.
   *
   * @param buffer one that was given to {@link #keepShared}
   */
  default void releaseShared(ByteBuffer buffer) {}

  /**
   * A connection holds memory that is not lent here.
   *
   * @param bytes how much more than before; negative where it is less
   */
  default void count(long bytes) {}

  /**
   * Says whether so much memory is in use that nothing large may be added. For any thread.
   *
   * @return false where nobody counts
   */
  default boolean isExhausted() {
    return false;
  }

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
