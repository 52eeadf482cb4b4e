package io.github.baseframe.nio.loop;

import io.github.baseframe.nio.statistics.Tally;
import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;

/**
 * The buffers that an event loop lends to its connections, outside of the heap as long as they
 * last, made when they are first needed and then kept: small ones for the few frames that most
 * connections have to write at a time, larger ones for more, and some that hold a whole message.
 *
 * <p>Small ones for most, because in a broadcast every connection holds one, and what all of them
 * hold should fit into the caches of a core.
 */
public final class LoopBuffers implements BufferPool {

  static final int SMALL_BYTES = 2 * 1024;
  static final int LARGE_BYTES = 8 * 1024;

  /** So many connections collect output outside of the heap, further ones on it. */
  static final int MAX_OF_A_SIZE = 1024;

  /** A small buffer is lent for frames of which it takes several: one write then takes them all. */
  private static final int MIN_FRAMES = 4;

  private final BufferPool small = BufferPool.of(SMALL_BYTES, MAX_OF_A_SIZE, true);
  private final BufferPool large = BufferPool.of(LARGE_BYTES, MAX_OF_A_SIZE, true);
  private final MessageBuffers messages;

  /** How many are lent now. */
  private final Tally lent = new Tally(0, 0);

  /**
   * Makes the buffers of a loop.
   *
   * @param messages where messages are put together; what finds no room there is on the heap
   */
  public LoopBuffers(MessageBuffers messages) {
    this.messages = messages;
  }

  /**
   * Makes the buffers of one of several loops, which keep no more for messages together than half
   * of the virtual machine's maximum heap: that is also its limit for memory outside of it.
   *
   * @param messageBuffers how many buffers of each size a loop keeps for messages
   * @param loops how many loops there are
   * @param log where it says that there is no more memory
   * @return new buffers
   */
  public static LoopBuffers ofOneOf(int messageBuffers, int loops, Log log) {
    long maxBytes = Runtime.getRuntime().maxMemory() / 2 / loops;
    return new LoopBuffers(new MessageBuffers(messageBuffers, maxBytes, log));
  }

  /**
   * Returns how many buffers are lent now, those on the heap included. For any thread.
   *
   * @return 0 or more
   */
  public long lent() {
    return lent.get(0);
  }

  @Override
  public ByteBuffer acquire(int minBytes) {
    lent.add(0, 1);
    if (minBytes <= SMALL_BYTES / MIN_FRAMES) {
      return small.acquire(minBytes);
    }
    if (minBytes <= LARGE_BYTES) {
      return large.acquire(minBytes);
    }
    ByteBuffer message = messages.acquire(minBytes);
    return message == null ? ByteBuffer.allocate(minBytes) : message;
  }

  @Override
  public void release(ByteBuffer buffer) {
    lent.add(0, -1);
    if (buffer.capacity() <= SMALL_BYTES) {
      small.release(buffer);
    } else if (buffer.capacity() <= LARGE_BYTES) {
      large.release(buffer);
    } else if (buffer.isDirect()) {
      messages.release(buffer);
    }
  }
}
