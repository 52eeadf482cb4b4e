package io.github.baseframe.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A time after which something is done, unless it is stopped before. What blocks on a socket is
 * ended in that way: the deadline closes the socket.
 *
 * <p>All clients share one daemon thread for it, so what is done must not block.
 */
final class Deadline {

  private final AtomicBoolean settled = new AtomicBoolean();
  private final ScheduledFuture<?> timer;

  private Deadline(long nanos, Runnable action) {
    timer =
        Timer.SHARED.schedule(
            () -> {
              if (settled.compareAndSet(false, true)) {
                action.run();
              }
            },
            nanos,
            TimeUnit.NANOSECONDS);
  }

  /** Does the action once, after a time. */
  static Deadline after(Duration time, Runnable action) {
    return new Deadline(time.toNanos(), action);
  }

  /** Does the action again and again, until the future is cancelled. */
  static ScheduledFuture<?> every(Duration interval, Runnable action) {
    long nanos = interval.toNanos();
    return Timer.SHARED.scheduleAtFixedRate(action, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Blocking I/O. */
  @FunctionalInterface
  interface Io<T> {
    T run() throws IOException;
  }

  /**
   * Does blocking I/O, all of it within a time.
   *
   * @param what it is, for the message
   * @param time how long it may take
   * @param abort ends it from another thread
   * @param io what to do
   * @throws SocketTimeoutException if it was aborted
   */
  static <T> T enforce(String what, Duration time, Runnable abort, Io<T> io) throws IOException {
    Deadline deadline = after(time, abort);
    try {
      T result = io.run();
      if (deadline.stop()) {
        return result;
      }
    } catch (IOException e) {
      if (deadline.stop()) {
        throw e;
      }
    } finally {
      deadline.stop();
    }
    throw new SocketTimeoutException(what + " took too long");
  }

  /**
   * Stops it.
   *
   * @return whether this call stopped it; false if the time has passed, or it was stopped before
   */
  boolean stop() {
    boolean inTime = settled.compareAndSet(false, true);
    timer.cancel(false);
    return inTime;
  }

  /** Made when the first deadline is. */
  private static final class Timer {
    static final ScheduledThreadPoolExecutor SHARED =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "baseframe-client deadlines");
              thread.setDaemon(true);
              return thread;
            });

    static {
      SHARED.setRemoveOnCancelPolicy(true);
    }
  }
}
