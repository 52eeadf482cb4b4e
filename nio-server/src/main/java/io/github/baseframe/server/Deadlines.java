package io.github.baseframe.server;

/**
 * The deadlines of one connection, on one timer: it is set to the next one and finds out then what
 * is due. Nothing is set anew for each read or write, they only leave the time behind.
 */
final class Deadlines extends TimerWheel.Timer {

  private final EventLoop loop;
  private final ServerConnection connection;

  /** Whether {@link #endsBy} counts. */
  private boolean ending;

  /** Whether a ping was sent because the peer was silent. */
  private boolean pinged;

  private long endsBy;
  private long lastRead;
  private long lastWrite;

  Deadlines(EventLoop loop, ServerConnection connection) {
    this.loop = loop;
    this.connection = connection;
  }

  /** The connection has so long to get to its next phase, or to end; only the first call counts. */
  void endWithin(long nanos) {
    if (!ending) {
      ending = true;
      endsBy = loop.now() + nanos;
      rearm();
    }
  }

  /** The connection has got to its next phase in time. */
  void goOn() {
    ending = false;
    rearm();
  }

  /** The peer has sent something. */
  void onRead() {
    lastRead = loop.now();
    pinged = false;
  }

  /** Reading goes on after a pause: the peer was not silent, it was not listened to. */
  void onReadingResumed() {
    onRead();
    rearm();
  }

  /** The transport has taken less than it was given. */
  void onBlocked() {
    lastWrite = loop.now();
    rearm();
  }

  /** The connection is closed. */
  void cancel() {
    loop.timers().cancel(this);
  }

  private void rearm() {
    long remaining = Math.min(remaining(), remainingToStall());
    if (remaining != TimerWheel.NEVER) {
      loop.timers().schedule(this, loop.now() + remaining);
    }
  }

  /** Nanoseconds to the end of the phase, or of the peer's silence; 0 or less if it has passed. */
  private long remaining() {
    if (ending) {
      return endsBy - loop.now();
    }
    long idle = loop.config().timeouts().idle();
    if (idle == 0 || !connection.isListening()) {
      return TimerWheel.NEVER;
    }
    return lastRead + (pinged ? idle : idle / 2) - loop.now();
  }

  private long remainingToStall() {
    long timeout = loop.config().timeouts().write();
    return timeout > 0 && connection.isBlocked()
        ? lastWrite + timeout - loop.now()
        : TimerWheel.NEVER;
  }

  @Override
  void onTimeout(long now) {
    try {
      onDeadline();
    } catch (Throwable e) {
      connection.onFailure(e);
    }
    rearm();
  }

  private void onDeadline() {
    if (remainingToStall() <= 0) {
      connection.onTooLate();
    } else if (remaining() > 0) {
      return;
    } else if (ending) {
      ending = false;
      connection.onTooLate();
    } else if (pinged) {
      connection.onSilence();
    } else {
      pinged = true;
      connection.ping();
    }
  }
}
