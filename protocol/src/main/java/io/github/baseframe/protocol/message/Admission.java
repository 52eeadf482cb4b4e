package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.frame.FrameEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether what is sent finds room in the send queue of one connection: how much it counts, the
 * limit, and what becomes of it otherwise ({@link Limits#maxQueuedBytes}, {@link OverflowPolicy}).
 *
 * <p>What counts are bytes on the wire, headers of all frames included, before any extension: those
 * in the queue, those that another thread has reserved room for and that are on their way (each
 * with {@link #OVERHEAD_BYTES} more, as long as that lasts), and those that were put off by the
 * connection's own thread. Control frames have a little room of their own, so that data which waits
 * never keeps a ping from being sent.
 *
 * <p>The one part of a connection that any thread may use, save for what says otherwise. Other
 * threads never pass the limit together; one of them and the connection's own, at the same moment,
 * may by one message.
 */
public final class Admission {

  /** What the connections of one server or client have in common. */
  public interface Terms {

    /**
     * Returns the limit of the send queue.
     *
     * @return bytes, at least 1
     */
    long maxQueuedBytes();

    /**
     * Returns what a frame may carry: larger messages are split.
     *
     * @return bytes of payload, at least 1
     */
    int maxOutgoingFrameBytes();

    /**
     * Returns what becomes of a message that finds no room.
     *
     * @return a policy
     */
    OverflowPolicy overflowPolicy();
  }

  private static final byte OPEN = 0;
  private static final byte CLOSED = 1;

  /** A message found no room, and that costs the connection its life. */
  private static final byte OVERFLOWN = 2;

  /** How many bytes of control frames find room above the limit for data. */
  public static final int CONTROL_ROOM_BYTES = 4 * 1024;

  /** What a message of another thread costs besides its bytes while it is on its way, about. */
  public static final int OVERHEAD_BYTES = 256;

  /** Where memory is exhausted, smaller messages still find room if little waits before them. */
  private static final int SMALL_BYTES = 4 * 1024;

  private static final int MUCH_WAITING_BYTES = 64 * 1024;

  private static final VarHandle RESERVED;
  private static final VarHandle DEFERRED;
  private static final VarHandle DROPPED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RESERVED = lookup.findVarHandle(Admission.class, "reserved", long.class);
      DEFERRED = lookup.findVarHandle(Admission.class, "deferred", long.class);
      DROPPED = lookup.findVarHandle(Admission.class, "dropped", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final OutboundQueue queue;
  private final boolean masked;
  private final Terms terms;

  /** Bytes that other threads have sent and that are on their way. */
  private volatile long reserved;

  /** Bytes that the connection's own thread has put off. */
  private long deferred;

  /** How many sends found no room and were not counted yet by {@link #takeDropped}. */
  private volatile int dropped;

  private volatile byte state = OPEN;

  /** Whether a send was answered with QUEUED or DROPPED, and onWritable is to follow. */
  private volatile boolean owesWritable;

  /** Whether the connection's own thread has yet to see to a refusal. */
  private volatile boolean refusalPending;

  /**
   * Begins with an empty queue.
   *
   * @param queue where it goes
   * @param masked whether each frame has a masking key, as at a client
   * @param terms the limit, and what counts
   */
  public Admission(OutboundQueue queue, boolean masked, Terms terms) {
    this.queue = queue;
    this.masked = masked;
    this.terms = terms;
  }

  // ---- How much something counts

  /**
   * Returns what a message of this size counts.
   *
   * @param payloadBytes its size
   * @return bytes, headers of all its frames included
   */
  public long messageBytes(int payloadBytes) {
    int maxOutgoingFrameBytes = terms.maxOutgoingFrameBytes();
    if (payloadBytes <= maxOutgoingFrameBytes) {
      return frameBytes(payloadBytes);
    }
    int fullFrames = (payloadBytes - 1) / maxOutgoingFrameBytes;
    int lastBytes = payloadBytes - fullFrames * maxOutgoingFrameBytes;
    return fullFrames * frameBytes(maxOutgoingFrameBytes) + frameBytes(lastBytes);
  }

  /**
   * Returns what messages in a row count.
   *
   * @param messages some
   * @return bytes, headers of all frames included
   */
  public long messageBytes(PreparedMessages messages) {
    if (!masked && messages.largestPayloadBytes() <= terms.maxOutgoingFrameBytes()) {
      return messages.unmaskedBytes();
    }
    long bytes = 0;
    for (PreparedMessage message : messages.messages()) {
      bytes += messageBytes(message.payloadBytes());
    }
    return bytes;
  }

  /**
   * Returns what one frame counts.
   *
   * @param payloadBytes the size of its payload
   * @return bytes, header included
   */
  public long frameBytes(int payloadBytes) {
    return FrameEncoder.headerBytes(payloadBytes, masked) + (long) payloadBytes;
  }

  /**
   * Returns how much waits to be written.
   *
   * @return bytes, wherever they wait
   */
  public long waitingBytes() {
    // In this order: what moves from one to the next meanwhile is counted twice, not left out.
    return reserved + (long) DEFERRED.getOpaque(this) + queue.size();
  }

  // ---- On the connection's own thread

  /**
   * Says whether a message finds room; one that finds nothing waiting always does.
   *
   * @param bytes as {@link #messageBytes} says
   * @return true if it may be appended to the queue
   */
  public boolean hasRoom(long bytes) {
    return fits(bytes, waitingBytes(), terms.maxQueuedBytes());
  }

  /**
   * Says whether a control frame finds room.
   *
   * @param bytes as {@link #frameBytes} says
   * @return true if it may be added to the queue
   */
  public boolean hasRoomForControl(long bytes) {
    return fits(bytes, waitingBytes(), roomWithControl());
  }

  private boolean fits(long bytes, long waiting, long room) {
    if ((bytes > SMALL_BYTES || waiting > MUCH_WAITING_BYTES) && queue.isMemoryExhausted()) {
      return false;
    }
    return waiting == 0 || bytes <= room - waiting;
  }

  private long roomWithControl() {
    long room = terms.maxQueuedBytes();
    return room + Math.min(CONTROL_ROOM_BYTES, Long.MAX_VALUE - room);
  }

  /**
   * Takes room for a message that is put off until later, if there is any.
   *
   * @param bytes as {@link #messageBytes} says
   * @return {@link SendStatus#SENT} or {@link SendStatus#QUEUED} if it is to be given to the
   *     connection later; else what became of it
   */
  public SendStatus defer(long bytes) {
    if (state != OPEN) {
      return SendStatus.CLOSED;
    }
    if (!hasRoom(bytes)) {
      return refuse();
    }
    addDeferred(bytes);
    return admitted();
  }

  /**
   * Counts bytes as put off, or, negative, no more.
   *
   * @param bytes how many
   */
  public void addDeferred(long bytes) {
    DEFERRED.setOpaque(this, deferred + bytes);
  }

  /**
   * Says whether messages are on their way for which another thread has reserved room.
   *
   * @return true between {@link #reserve} and {@link #release}
   */
  public boolean hasReserved() {
    return reserved != 0;
  }

  /**
   * Says whether something was put off, behind which all else has to go.
   *
   * @return true while {@link #defer} has been called more than was given back
   */
  public boolean hasDeferred() {
    return deferred != 0;
  }

  /** Nothing is taken any more: the connection is closing or closed. */
  public void close() {
    if (state == OPEN) {
      state = CLOSED;
    }
  }

  /**
   * Says, once, whether the application is to be told that nothing waits any more.
   *
   * @return true if a send has been answered with QUEUED or DROPPED since it was last told
   */
  public boolean takeOwedWritable() {
    if (!owesWritable) {
      return false;
    }
    owesWritable = false;
    return true;
  }

  /**
   * Says how many sends found no room.
   *
   * @return since this was asked before
   */
  public int takeDropped() {
    return dropped == 0 ? 0 : (int) DROPPED.getAndSet(this, 0);
  }

  // ---- On any thread

  /**
   * Says whether anything is taken.
   *
   * @return false once the connection is closing or closed
   */
  public boolean isOpen() {
    return state == OPEN;
  }

  /**
   * Takes room for a message that is on its way to the connection's own thread, if there is any.
   *
   * @param bytes as {@link #messageBytes} says
   * @return {@link SendStatus#SENT} or {@link SendStatus#QUEUED} if it is to be handed over; else
   *     what became of it
   */
  public SendStatus reserve(long bytes) {
    return reserve(bytes, terms.maxQueuedBytes());
  }

  /**
   * The same for a control frame.
   *
   * @param bytes as {@link #frameBytes} says
   * @return what became of it
   */
  public SendStatus reserveControl(long bytes) {
    return reserve(bytes, roomWithControl());
  }

  private SendStatus reserve(long bytes, long room) {
    if (state != OPEN) {
      return SendStatus.CLOSED;
    }
    long before = (long) RESERVED.getAndAdd(this, bytes + OVERHEAD_BYTES);
    if (!fits(bytes, before + (long) DEFERRED.getOpaque(this) + queue.size(), room)) {
      release(bytes);
      return refuse();
    }
    // Once more, behind that: whoever closes looks at what is reserved behind closing, so that one
    // of both sees the other, and what is taken goes out before Close.
    if (state != OPEN) {
      release(bytes);
      return SendStatus.CLOSED;
    }
    return admitted();
  }

  /**
   * Gives room back, once what it was for is in the queue, or will not get there.
   *
   * @param bytes as many as were reserved
   */
  public void release(long bytes) {
    RESERVED.getAndAdd(this, -bytes - OVERHEAD_BYTES);
  }

  /**
   * Says what became of a message that was taken.
   *
   * @return {@link SendStatus#QUEUED} if the transport does not keep up
   */
  public SendStatus admitted() {
    if (!queue.isBlocked()) {
      return SendStatus.SENT;
    }
    owesWritable = true;
    return SendStatus.QUEUED;
  }

  /**
   * What becomes of a message for which there is no room.
   *
   * @return {@link SendStatus#DROPPED}, or {@link SendStatus#CLOSED} where the connection is to be
   *     closed for it
   */
  public SendStatus refuse() {
    if (state != OPEN) {
      return SendStatus.CLOSED;
    }
    DROPPED.getAndAdd(this, 1);
    if (terms.overflowPolicy() == OverflowPolicy.DROP_MESSAGE) {
      owesWritable = true;
      return SendStatus.DROPPED;
    }
    state = OVERFLOWN;
    return SendStatus.CLOSED;
  }

  /**
   * Says whether the connection's own thread is to be sent to see to a refusal ({@link #attend}):
   * to close the connection, or to tell at once that nothing waits.
   *
   * @param status what {@link #reserve}, {@link #reserveControl} or {@link #defer} said
   * @return true once, until it has been there
   */
  public boolean needsAttention(SendStatus status) {
    boolean refused =
        status == SendStatus.DROPPED || status == SendStatus.CLOSED && state == OVERFLOWN;
    if (!refused || refusalPending) {
      return false;
    }
    refusalPending = true;
    return true;
  }

  /**
   * The connection's own thread sees to a refusal.
   *
   * @return whether the connection is to be closed for it
   */
  public boolean attend() {
    refusalPending = false;
    return state == OVERFLOWN;
  }
}
