package io.github.baseframe.server;

import io.github.baseframe.protocol.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

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
  static final int MESSAGE_BYTES = 1024 * 1024;

  /** So many connections collect output outside of the heap, further ones on it. */
  static final int MOST_OF_A_SIZE = 1024;

  private static final int PAGE_BYTES = 4096;

  /** A small buffer is lent for frames of which it takes several: one write then takes them all. */
  private static final int LEAST_FRAMES = 4;

  private final BufferPool small = BufferPool.of(SMALL_BYTES, MOST_OF_A_SIZE, true);
  private final BufferPool large = BufferPool.of(LARGE_BYTES, MOST_OF_A_SIZE, true);
  private final ArrayDeque<ByteBuffer> messages = new ArrayDeque<>();

  /** How many more buffers for messages may be made. */
  private int messagesToMake;

  /**
   * Makes the buffers of a loop.
   *
   * @param maxMessages how many whole messages there is memory for; further ones are put together
   *     on the heap
   */
  LoopBuffers(int maxMessages) {
    this.messagesToMake = maxMessages;
  }

  @Override
  public ByteBuffer acquire(int leastBytes) {
    if (leastBytes <= SMALL_BYTES / LEAST_FRAMES) {
      return small.acquire(leastBytes);
    }
    if (leastBytes <= LARGE_BYTES) {
      return large.acquire(leastBytes);
    }
    ByteBuffer message = leastBytes <= MESSAGE_BYTES ? messageBuffer() : null;
    return message == null ? ByteBuffer.allocate(leastBytes) : message;
  }

  private ByteBuffer messageBuffer() {
    ByteBuffer kept = messages.pollLast();
    if (kept != null) {
      return kept.clear();
    }
    if (messagesToMake == 0) {
      return null;
    }
    messagesToMake--;
    return allocateDirect(MESSAGE_BYTES);
  }

  /**
   * Allocates a large buffer, outside of the heap, that begins in the middle of a memory page.
   *
   * <p>The system copies between it and pages of its own, from their beginnings on as a rule. To a
   * processor a load and a store before it whose addresses differ by a multiple of 4 KiB, or by
   * little more, look like the same place, and it waits: with buffers that begin 16 bytes into a
   * page, as those that the JDK allocates do, echoing 1 MiB costs 16 to 20 percent more.
   *
   * @param bytes its capacity
   * @return a new buffer
   */
  static ByteBuffer allocateDirect(int bytes) {
    ByteBuffer roomy = ByteBuffer.allocateDirect(bytes + PAGE_BYTES);
    int startInPage = roomy.alignmentOffset(0, PAGE_BYTES);
    return roomy.slice(Math.floorMod(PAGE_BYTES / 2 - startInPage, PAGE_BYTES), bytes);
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (buffer.capacity() <= SMALL_BYTES) {
      small.release(buffer);
    } else if (buffer.capacity() <= LARGE_BYTES) {
      large.release(buffer);
    } else if (buffer.isDirect()) {
      messages.addLast(buffer);
    }
  }
}
