package io.github.baseframe.nio.loop;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Buffers outside of the heap in which messages are put together, of three sizes: made when they
 * are first needed, up to a number of each size and to so many bytes in all, and then kept, as such
 * memory is slow to get and to free.
 *
 * <p>Used by one thread at a time.
 */
public final class MessageBuffers {

  /** Larger ones would be too much memory to keep. */
  private static final int[] SIZES = {1 << 20, 4 << 20, 16 << 20};

  private static final int PAGE_BYTES = 4096;

  private final int maxOfASize;
  private final IntFunction<ByteBuffer> allocator;
  private final Log log;

  /** How many bytes may still be made, of all sizes together. */
  private long bytesToMake;

  /** For each size how many there are, kept or lent. */
  private final int[] made = new int[SIZES.length];

  /** For each size those that are not lent. */
  private final List<ArrayDeque<ByteBuffer>> kept =
      Stream.generate(ArrayDeque<ByteBuffer>::new).limit(SIZES.length).toList();

  /**
   * Makes no buffer yet.
   *
   * @param maxOfASize how many of each size there may be at most
   * @param maxBytes how large all of them may be together
   * @param log where it says that there is no more memory
   */
  public MessageBuffers(int maxOfASize, long maxBytes, Log log) {
    this(maxOfASize, maxBytes, MessageBuffers::allocateDirect, log);
  }

  MessageBuffers(int maxOfASize, long maxBytes, IntFunction<ByteBuffer> allocator, Log log) {
    this.maxOfASize = maxOfASize;
    this.bytesToMake = maxBytes;
    this.allocator = allocator;
    this.log = log;
  }

  /**
   * Lends a buffer.
   *
   * @param minBytes the room that is needed
   * @return the smallest that is large enough, cleared; of several the one that came back last.
   *     Null if none of that size is left
   */
  ByteBuffer acquire(int minBytes) {
    int size = smallestFor(minBytes);
    if (size == SIZES.length) {
      return null;
    }
    ByteBuffer buffer = kept.get(size).pollLast();
    return buffer == null ? make(size) : buffer.clear();
  }

  /** Takes a buffer back that was lent here. */
  void release(ByteBuffer buffer) {
    kept.get(smallestFor(buffer.capacity())).addLast(buffer);
  }

  private static int smallestFor(int bytes) {
    int size = 0;
    while (size < SIZES.length && SIZES[size] < bytes) {
      size++;
    }
    return size;
  }

  private ByteBuffer make(int size) {
    int bytes = SIZES[size];
    if (made[size] == maxOfASize || bytes > bytesToMake) {
      return null;
    }
    made[size]++;
    bytesToMake -= bytes;
    try {
      return allocator.apply(bytes);
    } catch (OutOfMemoryError e) {
      // The JDK waits for half a second before it gives up, so it is not asked again.
      bytesToMake = 0;
      log.warning("No more buffers for messages are made outside of the heap", e);
      return null;
    }
  }

  /**
   * Allocates a large buffer, outside of the heap, that begins in the middle of a memory page.
   *
   * <p>The system copies between it and pages of its own, from their beginnings on as a rule. To a
   * processor a load and a store before it whose addresses differ by a multiple of 4 KiB, or by
   * little more, look like the same place, and it waits, as it does with buffers that begin 16
   * bytes into a page, like those that the JDK allocates.
   *
   * @param bytes its capacity
   * @return a new buffer
   */
  static ByteBuffer allocateDirect(int bytes) {
    ByteBuffer roomy = ByteBuffer.allocateDirect(bytes + PAGE_BYTES);
    int startInPage = roomy.alignmentOffset(0, PAGE_BYTES);
    return roomy.slice(Math.floorMod(PAGE_BYTES / 2 - startInPage, PAGE_BYTES), bytes);
  }
}
