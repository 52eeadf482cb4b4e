package io.github.baseframe.server;

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
final class MessageBuffers {

  /** Larger ones would be too much memory to keep. */
  private static final int[] SIZES = {1 << 20, 4 << 20, 16 << 20};

  private static final int PAGE_BYTES = 4096;

  private final int mostOfASize;
  private final IntFunction<ByteBuffer> allocator;

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
   * @param mostOfASize how many of each size there may be at most
   * @param mostBytes how large all of them may be together
   */
  MessageBuffers(int mostOfASize, long mostBytes) {
    this(mostOfASize, mostBytes, MessageBuffers::allocateDirect);
  }

  MessageBuffers(int mostOfASize, long mostBytes, IntFunction<ByteBuffer> allocator) {
    this.mostOfASize = mostOfASize;
    this.bytesToMake = mostBytes;
    this.allocator = allocator;
  }

  /**
   * Lends a buffer.
   *
   * @param leastBytes the room that is needed
   * @return the smallest that is large enough, cleared; of several the one that came back last.
   *     Null if none of that size is left
   */
  ByteBuffer acquire(int leastBytes) {
    int size = smallestFor(leastBytes);
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
    if (made[size] == mostOfASize || bytes > bytesToMake) {
      return null;
    }
    made[size]++;
    bytesToMake -= bytes;
    try {
      return allocator.apply(bytes);
    } catch (OutOfMemoryError e) {
      // The JDK waits for half a second before it gives up, so it is not asked again.
      bytesToMake = 0;
      Log.warning("No more buffers for messages are made outside of the heap", e);
      return null;
    }
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
}
