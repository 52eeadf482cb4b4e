package io.github.baseframe.conformance.soak;

import io.github.baseframe.conformance.soak.Tally.Fault;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * A good client's connection. It sends numbered messages, which come back once each and in order.
 * Sent on one thread, received on another.
 */
final class Guest implements WebSocketHandler {

  /** Number and time. */
  private static final int HEAD_BYTES = 2 * Long.BYTES;

  /** Mostly small; some go beyond what is read at once, and what a buffer for output takes. */
  private static final int[] BODY_BYTES = {0, 16, 100, 100, 100, 1_000, 1_000, 5_000, 70_000};

  private final Tally tally;
  private final LongSupplier clock;
  private WebSocketSession session;
  private long nextToSend;
  private volatile long sent;
  private volatile boolean leaving;
  private volatile boolean over;

  /** Of the receiving thread until the end. */
  private final Set<Long> missing = new TreeSet<>();

  /** The same. */
  private volatile long nextToCome;

  /**
   * Makes one that is not connected.
   *
   * @param tally is told what happens
   * @param clock nanoseconds
   */
  Guest(Tally tally, LongSupplier clock) {
    this.tally = tally;
    this.clock = clock;
  }

  /** Is connected by this session, and may send. */
  void begin(WebSocketSession opened) {
    session = opened;
  }

  boolean isOver() {
    return over;
  }

  // ---- Sending

  /** Sends the next message. */
  void send() {
    long number = nextToSend;
    ByteBuffer message = ByteBuffer.allocate(HEAD_BYTES + bodyBytes(number));
    message.putLong(number).putLong(clock.getAsLong());
    while (message.hasRemaining()) {
      message.put(filling(number, message.position()));
    }
    SendStatus status = session.sendBinary(message.flip());
    if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
      nextToSend++;
      sent = nextToSend;
    } else if (!over) {
      tally.add(Fault.REFUSED);
    }
  }

  private static int bodyBytes(long number) {
    return BODY_BYTES[(int) (number % BODY_BYTES.length)];
  }

  private static byte filling(long number, int position) {
    return (byte) (number + position);
  }

  /** Whether all that was sent has come back, or nothing more will. */
  boolean isDone() {
    return over || nextToCome == sent;
  }

  /** Leaves: from here on it may end. */
  void leave() {
    leaving = true;
    session.close();
  }

  /** Says what was not said yet: who is here now has waited long enough. */
  void settle() {
    if (!over) {
      tally.add(Fault.NOT_CLEAN);
    }
    long lost;
    synchronized (missing) {
      lost = missing.size() + sent - nextToCome;
    }
    if (lost > 0) {
      tally.add(Fault.LOST, lost);
    }
  }

  // ---- Receiving

  @Override
  public void onBinary(WebSocketSession from, ByteBuffer payload) {
    if (payload.remaining() < HEAD_BYTES) {
      tally.add(Fault.DAMAGED);
      return;
    }
    int start = payload.position();
    long number = payload.getLong();
    tally.onEcho(Math.max(0, clock.getAsLong() - payload.getLong()));
    note(number);
    if (!isWhole(number, payload, start)) {
      tally.add(Fault.DAMAGED);
    }
  }

  private void note(long number) {
    long expected = nextToCome;
    if (number == expected) {
      nextToCome = expected + 1;
    } else if (number > expected && number - expected < Integer.MAX_VALUE) {
      synchronized (missing) {
        for (long gap = expected; gap < number; gap++) {
          missing.add(gap);
        }
      }
      nextToCome = number + 1;
    } else {
      boolean late;
      synchronized (missing) {
        late = missing.remove(number);
      }
      tally.add(late ? Fault.REORDERED : Fault.DOUBLED);
    }
  }

  private static boolean isWhole(long number, ByteBuffer payload, int start) {
    if (number < 0 || payload.remaining() != bodyBytes(number)) {
      return false;
    }
    while (payload.hasRemaining()) {
      int position = payload.position() - start;
      if (payload.get() != filling(number, position)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onClose(WebSocketSession closed, CloseReason reason, boolean clean) {
    if (!leaving) {
      tally.add(Fault.BROKEN);
    } else if (!clean || reason.code() != CloseCode.NORMAL) {
      tally.add(Fault.NOT_CLEAN);
    }
    over = true;
  }
}
