package io.github.baseframe.protocol.message;

import static io.github.baseframe.protocol.message.Segments.ALLOCATED;
import static io.github.baseframe.protocol.message.Segments.BORROWED;
import static io.github.baseframe.protocol.message.Segments.ENDS_FRAME;
import static io.github.baseframe.protocol.message.Segments.HOLDS_PING;
import static io.github.baseframe.protocol.message.Segments.HOLDS_PONG;
import static io.github.baseframe.protocol.message.Segments.LENT;
import static io.github.baseframe.protocol.message.Segments.URGENT;

import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Opcode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The bytes of one connection that wait for the transport, as a list of segments in the order in
 * which they are written.
 *
 * <p>Small frames are collected in a lent buffer, so that many of them cost one write. Large
 * payload is not copied but borrowed from the caller, until that call ends: by then it is written
 * or copied. While the transport does not keep up ({@link #isBlocked()}), control frames overtake
 * the data that waits, but never enter a partly written frame.
 *
 * <p>Not thread-safe, save for {@link #size} and {@link #isBlocked}, which any thread may ask: it
 * is told how it was a moment ago.
 */
public final class OutboundQueue {

  /** Collecting more output than this saves no more calls worth speaking of: it is written. */
  public static final int MAX_COLLECTED_BYTES = 64 * 1024;

  private static final VarHandle SIZE;
  private static final VarHandle BLOCKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SIZE = lookup.findVarHandle(OutboundQueue.class, "size", long.class);
      BLOCKED = lookup.findVarHandle(OutboundQueue.class, "blocked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Where the bytes go.
   *
   * @param <X> what it throws where the transport is broken
   */
  @FunctionalInterface
  public interface SegmentWriter<X extends Exception> {
    /**
     * Writes as much as the transport takes now.
     *
     * @param segments moves their positions by what it takes, and changes nothing else; they must
     *     not be used after the call
     * @param first the index of the first one
     * @param count how many there are, at least 1
     * @return how many bytes it took, 0 or more
     * @throws X if the transport is broken
     */
    long write(ByteBuffer[] segments, int first, int count) throws X;
  }

  private final BufferPool pool;

  /** Each from position to limit is still to be written; the last lent one is appended to. */
  private final Segments segments;

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
    this.segments = new Segments(pool);
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
   * Returns how much waits. For any thread.
   *
   * @return bytes, frame headers included
   */
  public long size() {
    return (long) SIZE.getOpaque(this);
  }

  /**
   * Says whether the transport left something behind at the last write and has not caught up since.
   * For any thread.
   *
   * @return false as soon as a write has emptied the queue
   */
  public boolean isBlocked() {
    return (boolean) BLOCKED.getOpaque(this);
  }

  /** Whether there is no memory for anything large; for any thread. */
  boolean isMemoryExhausted() {
    return pool.isExhausted();
  }

  private void setSize(long bytes) {
    SIZE.setOpaque(this, bytes);
  }

  /**
   * Says whether it is time to write: enough is collected, or a caller's bytes are borrowed.
   *
   * @return false also while the transport takes nothing
   */
  public boolean wantsWrite() {
    return !blocked && (borrowed || size >= MAX_COLLECTED_BYTES);
  }

  /**
   * Says whether the transport has yet to take a ping that was sent here. It goes by whole buffers:
   * what was collected behind the ping may have to be taken too.
   *
   * @return false also if there was none
   */
  public boolean isPingWaiting() {
    return segments.anyIs(HOLDS_PING);
  }

  /**
   * Writes as much of what waits as the transport takes. What it leaves is copied if it was
   * borrowed.
   *
   * @param writer called once, if anything waits
   * @param <X> what it throws
   * @return how many bytes were written
   * @throws X if the transport is broken
   */
  public <X extends Exception> long drainTo(SegmentWriter<X> writer) throws X {
    if (size == 0) {
      return 0;
    }
    closeLast();
    long taken = writer.write(segments.buffers(), segments.first(), segments.count());
    onTaken(taken);
    return taken;
  }

  /** The transport takes nothing now: what there is has to wait. */
  public void hold() {
    if (size == 0) {
      return;
    }
    if (!blocked) {
      BLOCKED.setOpaque(this, true);
      segments.keepShared();
    }
    copyBorrowed();
  }

  private void onTaken(long bytes) {
    setSize(size - bytes);
    while (!segments.isEmpty() && !segments.buffer(segments.first()).hasRemaining()) {
      midFrame = !segments.is(segments.first(), ENDS_FRAME);
      forgetPong(segments.removeFirst());
    }
    if (segments.isEmpty()) {
      reset();
      return;
    }
    // All segments begin at index 0, save for borrowed payload, whose header is written before.
    midFrame |= segments.buffer(segments.first()).position() > 0;
    hold();
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
    setSize(size + newEnd - openEnd);
    openEnd = newEnd;
    openEndsFrame = endsFrame;
  }

  /** Opens the last segment if it has that much room, else a new one. */
  private void openLast(int bytes) {
    closeLast();
    int index = segments.end() - 1;
    ByteBuffer last = segments.isEmpty() ? null : segments.buffer(index);
    if (last == null || !segments.is(index, LENT) || last.capacity() - last.limit() < bytes) {
      last = pool.acquire(bytes).limit(0);
      segments.insert(segments.end(), last, LENT);
    }
    openStart = last.position();
    openEnd = last.limit();
    open = last.limit(last.capacity());
  }

  /** Makes the last segment what the others are, from position to limit to be written. */
  private void closeLast() {
    if (open != null) {
      segments.mark(segments.end() - 1, ENDS_FRAME, openEndsFrame);
      open.limit(openEnd).position(openStart);
      open = null;
    }
  }

  /** Appends the payload that ends a frame, without copying it. */
  void appendBorrowed(ByteBuffer payload) {
    closeLast();
    segments.insert(segments.end(), payload, BORROWED | ENDS_FRAME);
    setSize(size + payload.remaining());
    borrowed = true;
  }

  /**
   * Appends what ends a frame, from index 0, and never changes and outlives the queue: whole
   * frames, or the payload behind a header.
   */
  void appendShared(ByteBuffer bytes) {
    closeLast();
    segments.insert(segments.end(), bytes, ENDS_FRAME);
    if (blocked) {
      segments.keepLastIfShared();
    }
    setSize(size + bytes.remaining());
  }

  /** The frame that was appended last answers a ping. */
  void markPong() {
    segments.mark(segments.end() - 1, HOLDS_PONG, true);
  }

  /** The frame that was appended last is a ping. */
  void markPing() {
    segments.mark(segments.end() - 1, HOLDS_PING, true);
  }

  /**
   * Adds a control frame in front of all data, save for the rest of a partly written frame, and
   * behind the control frames that were added before.
   */
  void addUrgent(ByteBuffer frame, boolean ping) {
    closeLast();
    ByteBuffer copy = pool.allocate(frame.remaining()).put(frame).flip();
    insertUrgent(afterUrgent(), copy, ping ? HOLDS_PING : 0);
  }

  /**
   * Adds the pong that answers a ping while the queue is blocked. At most one waits, and a later
   * one takes its place: RFC 6455 5.5.3 lets an endpoint answer the latest ping only, and so a
   * flood of pings costs no memory. It stays behind the pongs that were appended before the queue
   * was blocked, as it answers a later ping.
   */
  void addWaitingPong(ByteBuffer frame) {
    if (waitingPong != null && waitingPong.position() == 0) {
      setSize(size + frame.remaining() - waitingPong.remaining());
      waitingPong.clear().put(frame).flip();
      return;
    }
    waitingPong = pool.allocate(FrameHeader.MAX_BYTES + Opcode.MAX_CONTROL_PAYLOAD_BYTES);
    closeLast();
    int index = Math.max(afterUrgent(), segments.afterLast(HOLDS_PONG));
    insertUrgent(index, waitingPong.put(frame).flip(), 0);
  }

  private void insertUrgent(int index, ByteBuffer frame, int marks) {
    setSize(size + frame.remaining());
    segments.insert(index, frame, URGENT | ALLOCATED | ENDS_FRAME | marks);
  }

  /** Returns the index behind the control frames at the front. */
  private int afterUrgent() {
    int index = afterPartlyWrittenFrame();
    while (index < segments.end() && segments.is(index, URGENT)) {
      index++;
    }
    return index;
  }

  /**
   * Gives up all that waits, except for the rest of a partly written frame. Called by the
   * connection, not by its driver.
   */
  public void discardUnsent() {
    closeLast();
    int keptEnd = afterPartlyWrittenFrame();
    while (segments.end() > keptEnd) {
      setSize(size - segments.buffer(segments.end() - 1).remaining());
      forgetPong(segments.removeLast());
    }
    if (segments.isEmpty()) {
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
  public void copyBorrowed() {
    if (!borrowed) {
      return;
    }
    borrowed = false;
    segments.copyBorrowed();
  }

  /** Returns the index behind the segments that no other frame may get in front of. */
  private int afterPartlyWrittenFrame() {
    return midFrame ? segments.afterFrame(segments.first()) : segments.first();
  }

  private void forgetPong(ByteBuffer segment) {
    if (segment == waitingPong) {
      waitingPong = null;
    }
  }

  /** Nothing waits any more. */
  private void reset() {
    segments.clear();
    setSize(0);
    BLOCKED.setOpaque(this, false);
    borrowed = false;
    midFrame = false;
  }
}
