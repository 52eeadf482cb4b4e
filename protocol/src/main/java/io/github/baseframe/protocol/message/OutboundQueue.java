package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;

/**
 * The bytes of one connection that wait for the transport, as a list of segments in the order in
 * which they are written.
 *
 * <p>Small frames are collected in a lent buffer, so that many of them cost one write. Large
 * payload is not copied but borrowed from the caller, which is why a driver writes right after
 * every call that left {@link #holdsBorrowedPayload()} true. While the transport does not keep up
 * ({@link #isBlocked()}), control frames overtake the data that waits, but never enter a partly
 * written frame.
 *
 * <p>How a driver drains it:
 *
 * <pre>
 *   long written = channel.write(queue.segments(), queue.firstSegment(), queue.segmentCount());
 *   queue.onWritten(written);
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class OutboundQueue {

  /** Flags of a segment. */
  private static final byte ENDS_FRAME = 1;

  private static final byte LENT = 2;
  private static final byte BORROWED = 4;
  private static final byte URGENT = 8;

  private static final ByteBuffer[] NO_SEGMENTS = {};
  private static final byte[] NO_FLAGS = {};
  private static final int FIRST_CAPACITY = 4;

  /** A queue that was once longer than this gives its arrays back when it is empty. */
  private static final int MOST_KEPT_CAPACITY = 16;

  private final BufferPool pool;

  /** Each from position to limit is still to be written; the last lent one is appended to. */
  private ByteBuffer[] segments = NO_SEGMENTS;

  private byte[] flags = NO_FLAGS;
  private int first;
  private int end;
  private long size;
  private boolean blocked;
  private boolean borrowed;

  /** Whether the transport took a part of a frame whose rest is first in the queue. */
  private boolean midFrame;

  /**
   * The last segment while it is open for appending, else null. Its limit is its capacity then, its
   * position says nothing, and what is appended is written by index: setting both for each frame is
   * a tenth of what it takes to send 64 bytes. So it stays until somebody looks at the segments.
   */
  private ByteBuffer open;

  /** Where what is to be written begins in the open segment, and where its last frame ends. */
  private int openStart;

  private int openEnd;
  private boolean openEndsFrame;

  /** The one automatic pong that waits while the queue is blocked, or null. */
  private ByteBuffer waitingPong;

  /**
   * Creates the empty queue of one connection.
   *
   * @param pool lends the buffers in which frames are collected
   */
  public OutboundQueue(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Says whether nothing waits.
   *
   * @return true if there is nothing to write
   */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Returns how much waits.
   *
   * @return bytes, frame headers included
   */
  public long size() {
    return size;
  }

  /**
   * Says whether the transport left something behind at the last write and has not caught up since.
   *
   * @return false as soon as a write has emptied the queue
   */
  public boolean isBlocked() {
    return blocked;
  }

  /**
   * Says whether the queue refers to bytes of a caller, who may change them after its call: the
   * driver has to write now. What the transport does not take is then copied, and so is what a
   * {@link MessageConsumer} sent without a write before it returned.
   *
   * @return whether a write must not be put off
   */
  public boolean holdsBorrowedPayload() {
    return borrowed;
  }

  /**
   * Returns the array that holds the segments, from {@link #firstSegment()} on, for a gathering
   * write. The transport moves the positions of what it takes and changes nothing else.
   *
   * @return valid until the next call into the connection
   */
  public ByteBuffer[] segments() {
    closeLast();
    return segments;
  }

  /**
   * Returns where in {@link #segments()} the first one is.
   *
   * @return an index
   */
  public int firstSegment() {
    return first;
  }

  /**
   * Returns how many segments wait.
   *
   * @return 0 or more
   */
  public int segmentCount() {
    return end - first;
  }

  /**
   * The transport took bytes, and moved the positions of the segments by as much. To be called
   * after every attempt to write, also if it took nothing.
   *
   * @param bytes how many it took, 0 or more
   */
  public void onWritten(long bytes) {
    closeLast();
    size -= bytes;
    while (first < end && !segments[first].hasRemaining()) {
      midFrame = (flags[first] & ENDS_FRAME) == 0;
      giveBack(first);
      first++;
    }
    if (first == end) {
      reset();
      return;
    }
    // All segments begin at index 0, save for borrowed payload, whose header is written before.
    midFrame |= segments[first].position() > 0;
    blocked = true;
    keepBorrowed();
  }

  /**
   * Gives room to append at the end; followed by {@link #endAppend}.
   *
   * @param bytes the most that is written
   * @return the buffer to write to, by index, from {@link #appendIndex} on
   */
  ByteBuffer beginAppend(int bytes) {
    if (open == null || open.capacity() - openEnd < bytes) {
      openLast(bytes);
    }
    return open;
  }

  /** Returns where in the buffer of {@link #beginAppend} to write. */
  int appendIndex() {
    return openEnd;
  }

  /**
   * Ends what {@link #beginAppend} began.
   *
   * @param newEnd the index behind what was written
   * @param endsFrame whether a frame ends here; if not, its payload is appended next
   */
  void endAppend(int newEnd, boolean endsFrame) {
    size += newEnd - openEnd;
    openEnd = newEnd;
    openEndsFrame = endsFrame;
  }

  /** Opens the last segment if it has that much room, else a new one. */
  private void openLast(int bytes) {
    closeLast();
    ByteBuffer last = end > first ? segments[end - 1] : null;
    if (last == null || (flags[end - 1] & LENT) == 0 || last.capacity() - last.limit() < bytes) {
      last = pool.acquire(bytes).limit(0);
      insert(end, last, LENT);
    }
    openStart = last.position();
    openEnd = last.limit();
    open = last.limit(last.capacity());
  }

  /** Makes the last segment what the others are, from position to limit to be written. */
  private void closeLast() {
    if (open != null) {
      flags[end - 1] = openEndsFrame ? LENT | ENDS_FRAME : LENT;
      open.limit(openEnd).position(openStart);
      open = null;
    }
  }

  /** Appends the payload that ends a frame, without copying it. */
  void appendBorrowed(ByteBuffer payload) {
    insert(end, payload, (byte) (BORROWED | ENDS_FRAME));
    size += payload.remaining();
    borrowed = true;
  }

  /**
   * Appends what ends a frame, from index 0, and never changes and outlives the queue: whole
   * frames, or the payload behind a header.
   */
  void appendShared(ByteBuffer bytes) {
    insert(end, bytes, ENDS_FRAME);
    size += bytes.remaining();
  }

  /**
   * Adds a control frame in front of all data, save for the rest of a partly written frame, and
   * behind the control frames that were added before.
   */
  void addUrgent(ByteBuffer frame) {
    closeLast();
    int index = afterPartlyWrittenFrame();
    while (index < end && (flags[index] & URGENT) != 0) {
      index++;
    }
    insert(index, frame, (byte) (URGENT | ENDS_FRAME));
    size += frame.remaining();
  }

  /**
   * Adds the pong that answers a ping while the queue is blocked. At most one waits, and a later
   * one takes its place: RFC 6455 5.5.3 lets an endpoint answer the latest ping only, and so a
   * flood of pings costs no memory.
   */
  void addWaitingPong(ByteBuffer frame) {
    if (waitingPong != null && waitingPong.position() == 0) {
      size += frame.remaining() - waitingPong.remaining();
      waitingPong.clear().put(frame).flip();
      return;
    }
    waitingPong = ByteBuffer.allocate(FrameHeader.MAX_BYTES + Opcode.MAX_CONTROL_PAYLOAD_BYTES);
    addUrgent(waitingPong.put(frame).flip());
  }

  /**
   * Gives up all that waits, except for the rest of a partly written frame. Called by the
   * connection, not by its driver.
   */
  public void discardUnsent() {
    closeLast();
    int keptEnd = afterPartlyWrittenFrame();
    while (end > keptEnd) {
      end--;
      size -= segments[end].remaining();
      giveBack(end);
    }
    if (first == end) {
      reset();
    }
  }

  /**
   * Gives everything up, because the transport is gone. Called by the connection, not by its
   * driver.
   */
  public void release() {
    midFrame = false;
    discardUnsent();
  }

  /**
   * Copies the payload that is borrowed, because its owner is about to change it. Without effect if
   * it was written in the meantime, as it should be. Called by the connection, not by its driver.
   */
  public void keepBorrowed() {
    if (!borrowed) {
      return;
    }
    borrowed = false;
    for (int i = first; i < end; i++) {
      if ((flags[i] & BORROWED) != 0) {
        ByteBuffer payload = segments[i];
        segments[i] = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        flags[i] = ENDS_FRAME;
      }
    }
  }

  /** Returns the index behind the segments that no other frame may get in front of. */
  private int afterPartlyWrittenFrame() {
    if (!midFrame) {
      return first;
    }
    int index = first;
    while ((flags[index] & ENDS_FRAME) == 0) {
      index++;
    }
    return index + 1;
  }

  private void insert(int index, ByteBuffer segment, byte segmentFlags) {
    closeLast();
    int at = index;
    if (end == segments.length) {
      at -= first;
      makeRoom();
    }
    System.arraycopy(segments, at, segments, at + 1, end - at);
    System.arraycopy(flags, at, flags, at + 1, end - at);
    segments[at] = segment;
    flags[at] = segmentFlags;
    end++;
  }

  /** Moves the segments to the front of the arrays, larger ones if they are half full or more. */
  private void makeRoom() {
    int count = end - first;
    int capacity =
        count >= segments.length / 2
            ? Math.max(FIRST_CAPACITY, 2 * segments.length)
            : segments.length;
    ByteBuffer[] roomierSegments = new ByteBuffer[capacity];
    byte[] roomierFlags = new byte[capacity];
    System.arraycopy(segments, first, roomierSegments, 0, count);
    System.arraycopy(flags, first, roomierFlags, 0, count);
    segments = roomierSegments;
    flags = roomierFlags;
    first = 0;
    end = count;
  }

  private void giveBack(int index) {
    ByteBuffer segment = segments[index];
    segments[index] = null;
    if (segment == waitingPong) {
      waitingPong = null;
    }
    if ((flags[index] & LENT) != 0) {
      pool.release(segment);
    }
  }

  /** Nothing waits any more. */
  private void reset() {
    first = 0;
    end = 0;
    size = 0;
    blocked = false;
    borrowed = false;
    midFrame = false;
    if (segments.length > MOST_KEPT_CAPACITY) {
      segments = NO_SEGMENTS;
      flags = NO_FLAGS;
    }
  }
}
