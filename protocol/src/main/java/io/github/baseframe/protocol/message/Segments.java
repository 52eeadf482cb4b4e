package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;

/**
 * The segments of an {@link OutboundQueue} in the order in which they are written, each with flags,
 * from the index {@link #first} to before the index {@link #end}. It knows no rule of the queue: it
 * finds places, makes room, and gives lent buffers back.
 *
 * <p>Not thread-safe.
 */
final class Segments {

  /** A frame ends where the segment ends. */
  static final int ENDS_FRAME = 1;

  /** It is lent by the pool. */
  static final int LENT = 2;

  /** It belongs to the caller of a send. */
  static final int BORROWED = 4;

  /** It is a control frame that overtakes data. */
  static final int URGENT = 8;

  /** An answer to a ping is somewhere in it. */
  static final int HOLDS_PONG = 16;

  /** A ping of this endpoint is somewhere in it. */
  static final int HOLDS_PING = 32;

  /** It is allocated by the pool, to which it goes back, and nothing is appended to it. */
  static final int ALLOCATED = 64;

  /** It belongs to several connections, and the pool was told that this one has yet to write it. */
  static final int KEPT = 128;

  /** Without any of these it belongs to several connections. */
  private static final int OWNED = LENT | BORROWED | ALLOCATED;

  private static final ByteBuffer[] NO_BUFFERS = {};
  private static final byte[] NO_FLAGS = {};
  private static final int FIRST_CAPACITY = 4;

  /** A list that was once longer than this gives its arrays back when it is empty. */
  private static final int MAX_KEPT_CAPACITY = 16;

  private final BufferPool pool;
  private ByteBuffer[] buffers = NO_BUFFERS;
  private byte[] flags = NO_FLAGS;
  private int first;
  private int end;

  Segments(BufferPool pool) {
    this.pool = pool;
  }

  boolean isEmpty() {
    return first == end;
  }

  int first() {
    return first;
  }

  int end() {
    return end;
  }

  int count() {
    return end - first;
  }

  /** All of them are from {@link #first} to before {@link #end}. */
  ByteBuffer[] buffers() {
    return buffers;
  }

  ByteBuffer buffer(int index) {
    return buffers[index];
  }

  boolean is(int index, int flag) {
    return (flags[index] & flag) != 0;
  }

  void mark(int index, int flag, boolean set) {
    flags[index] = (byte) (set ? flags[index] | flag : flags[index] & ~flag);
  }

  /** Returns the index behind the segment with which the frame in this segment ends. */
  int afterFrame(int start) {
    int index = start;
    while (!is(index, ENDS_FRAME)) {
      index++;
    }
    return index + 1;
  }

  boolean anyIs(int flag) {
    for (int i = first; i < end; i++) {
      if (is(i, flag)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the index behind the frames in the last segment with this flag; the first if none. */
  int afterLast(int flag) {
    int index = end;
    while (index > first && !is(index - 1, flag)) {
      index--;
    }
    return index == first ? first : afterFrame(index - 1);
  }

  /** Puts a segment in front of the one at this index, which may be the end. */
  void insert(int index, ByteBuffer buffer, int itsFlags) {
    int at = index;
    if (end == buffers.length) {
      at -= first;
      makeRoom();
    }
    System.arraycopy(buffers, at, buffers, at + 1, end - at);
    System.arraycopy(flags, at, flags, at + 1, end - at);
    buffers[at] = buffer;
    flags[at] = (byte) itsFlags;
    end++;
  }

  /** Moves the segments to the front of the arrays, larger ones if they are half full or more. */
  private void makeRoom() {
    int count = end - first;
    int capacity =
        count >= buffers.length / 2 ? Math.max(FIRST_CAPACITY, 2 * buffers.length) : buffers.length;
    ByteBuffer[] roomierBuffers = new ByteBuffer[capacity];
    byte[] roomierFlags = new byte[capacity];
    System.arraycopy(buffers, first, roomierBuffers, 0, count);
    System.arraycopy(flags, first, roomierFlags, 0, count);
    buffers = roomierBuffers;
    flags = roomierFlags;
    first = 0;
    end = count;
  }

  /** Replaces what belongs to callers by copies. */
  void copyBorrowed() {
    for (int i = first; i < end; i++) {
      if (is(i, BORROWED)) {
        ByteBuffer payload = buffers[i];
        buffers[i] = pool.allocate(payload.remaining()).put(payload).flip();
        mark(i, BORROWED, false);
        mark(i, ALLOCATED, true);
      }
    }
  }

  /** Tells the pool of all that is shared with other connections. */
  void keepShared() {
    for (int i = first; i < end; i++) {
      keepIfShared(i);
    }
  }

  /** Tells the pool of the last segment if it is shared with other connections. */
  void keepLastIfShared() {
    keepIfShared(end - 1);
  }

  private void keepIfShared(int index) {
    if (!is(index, OWNED | KEPT)) {
      pool.keepShared(buffers[index]);
      mark(index, KEPT, true);
    }
  }

  /** Gives up the first segment, and returns it to be recognised, not to be used. */
  ByteBuffer removeFirst() {
    return giveBack(first++);
  }

  /** Gives up the last segment, and returns it to be recognised, not to be used. */
  ByteBuffer removeLast() {
    return giveBack(--end);
  }

  private ByteBuffer giveBack(int index) {
    ByteBuffer buffer = buffers[index];
    buffers[index] = null;
    if (is(index, LENT | ALLOCATED)) {
      pool.release(buffer);
    } else if (is(index, KEPT)) {
      pool.releaseShared(buffer);
    }
    return buffer;
  }

  /** Begins anew, once all segments are removed. */
  void clear() {
    first = 0;
    end = 0;
    if (buffers.length > MAX_KEPT_CAPACITY) {
      buffers = NO_BUFFERS;
      flags = NO_FLAGS;
    }
  }
}
