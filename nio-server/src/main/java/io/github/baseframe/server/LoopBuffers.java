package io.github.baseframe.server;

import io.github.baseframe.protocol.BufferPool;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The buffers that an event loop lends to its connections, outside of the heap as long as they
 * last, made when they are first needed and then kept: small ones for the few frames that most
 * connections have to write at a time, larger ones for more, and some that hold a whole message.
 *
 * <p>Small ones for most, because in a broadcast every connection holds one, and what all of them
 * hold should fit into the caches of a core.
 */
final class LoopBuffers implements BufferPool {

  static final int SMALL_BYTES = 2 * 1024;
  static final int LARGE_BYTES = 8 * 1024;

  /** A message grows out of one into the next. Larger ones would be too much memory to keep. */
  private static final int[] MESSAGE_BYTES = {1 << 20, 4 << 20, 16 << 20};

  /** So many connections collect output outside of the heap, further ones on it. */
  static final int MOST_OF_A_SIZE = 1024;

  /** A small buffer is lent for frames of which it takes several: one write then takes them all. */
  private static final int LEAST_FRAMES = 4;

  private final BufferPool small = BufferPool.of(SMALL_BYTES, MOST_OF_A_SIZE, true);
  private final BufferPool large = BufferPool.of(LARGE_BYTES, MOST_OF_A_SIZE, true);
  private final MessageBuffers[] messages;

  /**
   * Makes the buffers of a loop.
   *
   * @param maxMessages how many whole messages of each size there is memory for; further ones, and
   *     larger ones, are put together on the heap
   */
  LoopBuffers(int maxMessages) {
    this.messages =
        Arrays.stream(MESSAGE_BYTES)
            .mapToObj(bytes -> new MessageBuffers(bytes, maxMessages))
            .toArray(MessageBuffers[]::new);
  }

  @Override
  public ByteBuffer acquire(int leastBytes) {
    if (leastBytes <= SMALL_BYTES / LEAST_FRAMES) {
      return small.acquire(leastBytes);
    }
    if (leastBytes <= LARGE_BYTES) {
      return large.acquire(leastBytes);
    }
    MessageBuffers size = messageBuffersOf(leastBytes);
    ByteBuffer message = size == null ? null : size.acquire();
    return message == null ? ByteBuffer.allocate(leastBytes) : message;
  }

  /** Returns the smallest ones with at least this capacity, null if there are none. */
  private MessageBuffers messageBuffersOf(int leastBytes) {
    for (MessageBuffers size : messages) {
      if (leastBytes <= size.bytes()) {
        return size;
      }
    }
    return null;
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (buffer.capacity() <= SMALL_BYTES) {
      small.release(buffer);
    } else if (buffer.capacity() <= LARGE_BYTES) {
      large.release(buffer);
    } else if (buffer.isDirect()) {
      messageBuffersOf(buffer.capacity()).release(buffer);
    }
  }
}
