package io.github.baseframe.nio.loop;

import io.github.baseframe.nio.statistics.Tally;
import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The buffers that an event loop lends to its connections, outside of the heap as long as they
 * last, made when they are first needed and then kept: small ones for the few frames that most
 * connections have to write at a time, larger ones for more, and some that hold a whole message.
 * What finds none there is on the heap, and counted as held by the loop while it is lent.
 *
 * <p>Small ones for most, because in a broadcast every connection holds one, and what all of them
 * hold should fit into the caches of a core.
 *
 * <p>Belongs to the thread of the loop, save for {@link #isExhausted}.
 */
public final class LoopBuffers implements BufferPool {

  static final int SMALL_BYTES = 2 * 1024;
  static final int LARGE_BYTES = 8 * 1024;

  /** So many connections collect output outside of the heap, further ones on it. */
  static final int MAX_OF_A_SIZE = 1024;

  /** Of what a loop may have outside of the heap, the small ones take no more, nor the larger. */
  private static final int PARTS_OF_A_SIZE = 8;

  /** A small buffer is lent for frames of which it takes several: one write then takes them all. */
  private static final int MIN_FRAMES = 4;

  private final BufferPool small;
  private final BufferPool large;
  private final MessageBuffers messages;
  private final MemoryShare memory;

  /** Of each array that several connections share, how many of them have yet to write it. */
  private final Map<byte[], Integer> shared = new IdentityHashMap<>();

  /** How many are lent now. */
  private final Tally lent = new Tally(0, 0);

  /**
   * Makes the buffers of a loop.
   *
   * @param maxDirectBytes how much it may have outside of the heap
   * @param messages where messages are put together, within that; what finds no room there is on
   *     the heap
   * @param memory counts what is on the heap
   */
  LoopBuffers(long maxDirectBytes, MessageBuffers messages, MemoryShare memory) {
    this.small = BufferPool.of(SMALL_BYTES, atMost(maxDirectBytes, SMALL_BYTES), true);
    this.large = BufferPool.of(LARGE_BYTES, atMost(maxDirectBytes, LARGE_BYTES), true);
    this.messages = messages;
    this.memory = memory;
  }

  private static int atMost(long maxDirectBytes, int bytes) {
    return (int) Math.min(MAX_OF_A_SIZE, maxDirectBytes / PARTS_OF_A_SIZE / bytes);
  }

  /**
   * Makes the buffers of one of several loops, which keep no more outside of the heap together than
   * half of the virtual machine's maximum heap: that is also its limit for such memory.
   *
   * @param messageBuffers how many buffers of each size a loop keeps for messages
   * @param loops how many loops there are
   * @param memory counts what is on the heap
   * @param log where it says that there is no more memory
   * @return new buffers
   */
  public static LoopBuffers ofOneOf(int messageBuffers, int loops, MemoryShare memory, Log log) {
    long maxBytes = Runtime.getRuntime().maxMemory() / 2 / loops;
    long forMessages = maxBytes / PARTS_OF_A_SIZE * (PARTS_OF_A_SIZE - 2);
    return new LoopBuffers(maxBytes, new MessageBuffers(messageBuffers, forMessages, log), memory);
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
    if (minBytes <= SMALL_BYTES / MIN_FRAMES) {
      return counted(small.acquire(minBytes));
    }
    if (minBytes <= LARGE_BYTES) {
      return counted(large.acquire(minBytes));
    }
    ByteBuffer message = messages.acquire(minBytes);
    return message == null ? allocate(minBytes) : counted(message);
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    return counted(ByteBuffer.allocate(bytes));
  }

  private ByteBuffer counted(ByteBuffer buffer) {
    lent.add(0, 1);
    if (!buffer.isDirect()) {
      memory.take(MemoryShare.costOf(buffer.capacity()));
    }
    return buffer;
  }

  @Override
  public void release(ByteBuffer buffer) {
    lent.add(0, -1);
    if (!buffer.isDirect()) {
      memory.give(MemoryShare.costOf(buffer.capacity()));
    } else if (buffer.capacity() <= SMALL_BYTES) {
      small.release(buffer);
    } else if (buffer.capacity() <= LARGE_BYTES) {
      large.release(buffer);
    } else {
      messages.release(buffer);
    }
  }

  @Override
  public void keepShared(ByteBuffer buffer) {
    byte[] bytes = buffer.array();
    if (shared.merge(bytes, 1, Integer::sum) == 1) {
      memory.take(MemoryShare.costOf(bytes.length));
    }
    memory.take(MemoryShare.costOf(0));
  }

  @Override
  public void releaseShared(ByteBuffer buffer) {
    byte[] bytes = buffer.array();
    if (shared.merge(bytes, -1, LoopBuffers::sumOrNull) == null) {
      memory.give(MemoryShare.costOf(bytes.length));
    }
    memory.give(MemoryShare.costOf(0));
  }

  private static Integer sumOrNull(int before, int change) {
    return before + change == 0 ? null : before + change;
  }

  @Override
  public void count(long bytes) {
    memory.take(bytes);
  }

  @Override
  public boolean isExhausted() {
    return memory.isExhausted();
  }
}
