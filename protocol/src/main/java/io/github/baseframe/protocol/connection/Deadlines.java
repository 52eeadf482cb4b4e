package io.github.baseframe.protocol.connection;

/**
 * What is due on one connection, and when: it is told what happens, and given the time. A driver
 * sets one timer to {@link #next}, and does what {@link #due} says when it fires.
 *
 * <p>The same for a server and a client:
 *
 * <ul>
 *   <li><b>Phases.</b> The opening handshake, and the end from our Close frame's leaving on, may
 *       each take so long ({@link #endWithin}).
 *   <li><b>Writing.</b> Who takes nothing of what waits for {@code writeTimeout} is lost.
 *   <li><b>Keep-alive.</b> After {@code pingInterval} without a byte from the peer a ping is to be
 *       sent. Once that has left, the peer has {@code pongTimeout} for any byte, a pong or not; if
 *       none comes it counts as gone. Nothing is asked while this endpoint does not listen.
 * </ul>
 *
 * <p>Life is bytes that have arrived. A driver therefore looks at what has arrived, and at whether
 * the transport takes bytes again, before it asks what is due. Where it asks far too late, because
 * the whole process stood still, that silence was its own: the peer is pinged once more and has its
 * full time.
 *
 * <p>Time is nanoseconds from any origin, such as that of {@link System#nanoTime}. Not thread-safe.
 */
public final class Deadlines {

  /** What is due. */
  public enum Due {
    /** Nothing yet. */
    NOTHING,
    /** A ping: see {@link Deadlines#onPingWritten}. */
    PING,
    /** The end: the peer has given no sign of life. */
    SILENCE,
    /** The end: the transport has taken nothing for too long. */
    STALLED_WRITE,
    /** The end of the phase: it has lasted too long. */
    PHASE
  }

  /**
   * How long things may take, in nanoseconds.
   *
   * @param pingInterval of silence before a ping; 0 for no keep-alive
   * @param pongTimeout from the ping's leaving to any byte from the peer
   * @param write without the transport taking a byte of what waits; 0 for ever
   */
  public record Times(long pingInterval, long pongTimeout, long write) {}

  /** What {@link #next} answers when nothing is going to be due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Asked later than this, the process stood still. */
  private static final long MAX_LATE_NANOS = 1_000_000_000L;

  private enum Ping {
    NONE,
    WAITING,
    WRITTEN
  }

  private final Times times;

  private boolean inPhase;
  private boolean listening;
  private boolean blocked;
  private Ping ping = Ping.NONE;

  private long phaseEnds;

  /** When the latest byte came, or when the ping left that none has answered. */
  private long since;

  private long lastTaken;

  /**
   * Begins without any deadline.
   *
   * @param times how long things may take
   */
  public Deadlines(Times times) {
    this.times = times;
  }

  /**
   * A phase begins; if one has begun and not ended, without effect.
   *
   * @param now the time
   * @param nanos how long it may last
   */
  public void endWithin(long now, long nanos) {
    if (!inPhase) {
      inPhase = true;
      phaseEnds = after(now, nanos);
    }
  }

  /** The phase has ended in time. */
  public void phaseEnded() {
    inPhase = false;
  }

  /**
   * The peer is listened to from now on, and its silence counts.
   *
   * @param now the time
   */
  public void onListening(long now) {
    if (!listening) {
      listening = true;
      onBytes(now);
    }
  }

  /** The peer is not listened to: its silence says nothing. */
  public void onNotListening() {
    listening = false;
  }

  /**
   * Bytes of the peer have arrived.
   *
   * @param now the time
   * @return whether they answer a ping that was due, so that {@link #next} may come earlier
   */
  public boolean onBytes(long now) {
    since = now;
    if (ping == Ping.NONE) {
      return false;
    }
    ping = Ping.NONE;
    return true;
  }

  /**
   * Says whether the ping that was due has not left yet.
   *
   * @return true from {@link Due#PING} to {@link #onPingWritten}, or a sign of life
   */
  public boolean isPingWaiting() {
    return ping == Ping.WAITING;
  }

  /**
   * The ping found no room, as nothing leaves: that is the deadline of writing's to judge. It is
   * due anew after another interval.
   *
   * @param now the time
   */
  public void onPingRefused(long now) {
    onBytes(now);
  }

  /**
   * The ping has left.
   *
   * @param now the time
   */
  public void onPingWritten(long now) {
    ping = Ping.WRITTEN;
    since = now;
  }

  /**
   * The transport has taken less than it was given. Each call gives it its whole time anew, so that
   * a driver which tries again and again calls this only where something was taken.
   *
   * @param now the time
   */
  public void onBlocked(long now) {
    blocked = true;
    lastTaken = now;
  }

  /** The transport takes bytes again. */
  public void onUnblocked() {
    blocked = false;
  }

  /**
   * Says when to ask next.
   *
   * @return the time, or {@link #NEVER}
   */
  public long next() {
    return Math.min(inPhase ? phaseEnds : nextOfKeepAlive(), nextOfWriting());
  }

  /** In a phase that ends, the peer's silence ends with it. */
  private long nextOfKeepAlive() {
    if (!listening || times.pingInterval() == 0) {
      return NEVER;
    }
    return switch (ping) {
      case NONE -> after(since, times.pingInterval());
      case WAITING -> NEVER;
      case WRITTEN -> after(since, times.pongTimeout());
    };
  }

  private long nextOfWriting() {
    return blocked && times.write() > 0 ? after(lastTaken, times.write()) : NEVER;
  }

  /** So long that it is beyond all time is never. */
  private static long after(long time, long nanos) {
    return time > NEVER - nanos ? NEVER : time + nanos;
  }

  /**
   * Says what is due.
   *
   * @param now the time
   * @return the most urgent thing; it is not told again before its time has come anew
   */
  public Due due(long now) {
    if (nextOfWriting() != NEVER && nextOfWriting() <= now) {
      return Due.STALLED_WRITE;
    }
    if (inPhase) {
      if (phaseEnds > now) {
        return Due.NOTHING;
      }
      inPhase = false;
      return Due.PHASE;
    }
    long next = nextOfKeepAlive();
    if (next == NEVER || next > now) {
      return Due.NOTHING;
    }
    boolean stoodStill = now - next > Math.min(MAX_LATE_NANOS, times.pongTimeout() / 2);
    if (ping == Ping.WRITTEN && !stoodStill) {
      listening = false;
      return Due.SILENCE;
    }
    ping = Ping.WAITING;
    return Due.PING;
  }
}
