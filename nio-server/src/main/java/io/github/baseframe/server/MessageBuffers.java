package io.github.baseframe.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;

/**
 * Buffers of one size outside of the heap, each for a message that is being put together: made when
 * they are first needed, up to a number, and then kept, as such memory is slow to get and to free.
 *
 * <p>Used by one thread at a time.
 */
final class MessageBuffers {

  private static final int PAGE_BYTES = 4096;

  private final int bytes;
  private final IntFunction<ByteBuffer> allocator;
  private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

  /** How many more may be made. */
  private int toMake;

  /**
   * Makes no buffer yet.
   *
   * @param bytes the capacity of each
   * @param most how many there may be at most
   */
  MessageBuffers(int bytes, int most) {
    this(bytes, most, MessageBuffers::allocateDirect);
  }

  MessageBuffers(int bytes, int most, IntFunction<ByteBuffer> allocator) {
    this.bytes = bytes;
    this.toMake = most;
    this.allocator = allocator;
  }

  /** Returns the capacity of each buffer, in bytes. */
  int bytes() {
    return bytes;
  }

  /** Lends a cleared buffer, the one that came back last; null if there is none. */
  ByteBuffer acquire() {
    ByteBuffer buffer = kept.pollLast();
    if (buffer != null) {
      return buffer.clear();
    }
    if (toMake == 0) {
      return null;
    }
    toMake--;
    try {
      return allocator.apply(bytes);
    } catch (OutOfMemoryError e) {
      // The JDK waits for half a second before it gives up, so it is not asked again.
      toMake = 0;
      Log.warning("No more buffers of " + bytes + " bytes outside of the heap", e);
      return null;
    }
  }

  /** Takes a buffer back that was lent here. */
  void release(ByteBuffer buffer) {
    kept.addLast(buffer);
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
