package io.github.baseframe.conformance.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the tester sends and receives over a link, until the subject ends the stream or the time is
 * up.
 *
 * <pre>
 *   OPEN --- the deadline passes while octets wait to be sent ---> STUCK
 *     |                                                              |
 *     '------------------- the subject ends the stream --------------+--> ENDED
 * </pre>
 */
final class Transport {

  private static final int BUFFER_OCTETS = 64 * 1024;
  private static final long PIECE_NANOS = Duration.ofMillis(1).toNanos();
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private enum State {
    OPEN,
    STUCK,
    ENDED
  }

  private final Link link;
  private final Consumer<ByteBuffer> receiver;
  private final long start;
  private final long deadline;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_OCTETS);
  private State state = State.OPEN;

  /** Starts the clock; the receiver is lent what comes, whenever the tester sends or waits. */
  Transport(Link link, Duration timeout, Consumer<ByteBuffer> receiver) {
    this.link = link;
    this.receiver = receiver;
    this.start = link.now();
    this.deadline = start + timeout.toNanos();
  }

  /** Sends all octets, unless the subject does not take them in time. */
  void send(ByteBuffer out) {
    while (out.hasRemaining() && state == State.OPEN) {
      exchange(out, deadline);
      if (out.hasRemaining() && state == State.OPEN && isPast(deadline)) {
        state = State.STUCK;
      }
    }
  }

  /** Sends a head; several pieces have time to arrive one by one. */
  void sendHead(List<byte[]> pieces, WireLog wireLog) {
    for (byte[] piece : pieces) {
      ByteBuffer out = ByteBuffer.wrap(piece);
      send(out);
      wireLog.addHead(true, piece, 0, out.position());
      if (pieces.size() > 1) {
        receive(after(PIECE_NANOS));
      }
    }
  }

  /** Receives what has come, or else waits for the next that comes. */
  void receive(long until) {
    exchange(NOTHING, until);
  }

  private void exchange(ByteBuffer out, long until) {
    boolean alive = link.transfer(out, in.clear(), until);
    receiver.accept(in.flip());
    if (!alive) {
      state = State.ENDED;
    }
  }

  /** Ends the tester's direction. */
  void endOutput() {
    link.endOutput();
  }

  void close() {
    link.close();
  }

  /** Whether octets can go both ways. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether the tester has given up sending. */
  boolean isStuck() {
    return state == State.STUCK;
  }

  /** Whether the subject has ended the stream. */
  boolean isEnded() {
    return state == State.ENDED;
  }

  /** The moment after so many nanoseconds. */
  long after(long nanos) {
    return link.now() + nanos;
  }

  boolean isPast(long moment) {
    return link.now() - moment >= 0;
  }

  long deadline() {
    return deadline;
  }

  Duration elapsed() {
    return Duration.ofNanos(link.now() - start);
  }
}
