package io.github.baseframe.nio.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * How long an event loop works, and how long its longest turn was: one that waits for a handler is
 * seen while it still does. Measured only if {@link #measure} was called. Times are those of {@link
 * System#nanoTime}, in nanoseconds.
 */
public final class TurnTimes {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** In the place of a start while the loop waits. */
  private static final long WAITING = Long.MIN_VALUE;

  private static final VarHandle BUSY;
  private static final VarHandle START;
  private static final VarHandle LONGEST;
  private static final VarHandle LONGEST_BEFORE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BUSY = lookup.findVarHandle(TurnTimes.class, "busy", long.class);
      START = lookup.findVarHandle(TurnTimes.class, "start", long.class);
      LONGEST = lookup.findVarHandle(TurnTimes.class, "longest", long.class);
      LONGEST_BEFORE = lookup.findVarHandle(TurnTimes.class, "longestBefore", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private boolean measured;
  private long measuredSince;
  private long windowStart;

  /** When the turn under way began. */
  private long start = WAITING;

  private long busy;

  /** The longest turn of the minute under way, and of the one before. */
  private long longest;

  private long longestBefore;

  TurnTimes() {}

  /**
   * Begins to measure; before the loop is started.
   *
   * @param now the time
   */
  public void measure(long now) {
    measured = true;
    measuredSince = now;
    windowStart = now;
  }

  /**
   * Says whether turns are measured.
   *
   * @return false unless {@link #measure} was called
   */
  public boolean isMeasured() {
    return measured;
  }

  // ---- On the thread of the loop

  /**
   * The loop has waited, and goes to work.
   *
   * @param now the time
   */
  public void begin(long now) {
    START.setOpaque(this, now);
  }

  /**
   * The loop is about to wait.
   *
   * @param now the time
   */
  public void end(long now) {
    if (start == WAITING) {
      return;
    }
    long turn = now - start;
    BUSY.setOpaque(this, busy + turn);
    if (now - windowStart >= WINDOW_NANOS) {
      windowStart = now;
      LONGEST_BEFORE.setOpaque(this, longest);
      LONGEST.setOpaque(this, 0);
    }
    if (turn > longest) {
      LONGEST.setOpaque(this, turn);
    }
    START.setOpaque(this, WAITING);
  }

  // ---- On any thread

  /**
   * Returns how long the loop has worked, the turn under way included.
   *
   * @param now the time
   * @return nanoseconds since {@link #measure}
   */
  public long busyNanos(long now) {
    return (long) BUSY.getOpaque(this) + turnUnderWay(now);
  }

  /**
   * Returns how long turns have been measured.
   *
   * @param now the time
   * @return nanoseconds since {@link #measure}, 0 without it
   */
  public long measuredNanos(long now) {
    return measured ? now - measuredSince : 0;
  }

  /**
   * Returns how long the longest of the latest turns was, one or two minutes of them, the turn
   * under way included.
   *
   * @param now the time
   * @return nanoseconds
   */
  public long longestNanos(long now) {
    long ended = Math.max((long) LONGEST.getOpaque(this), (long) LONGEST_BEFORE.getOpaque(this));
    return Math.max(ended, turnUnderWay(now));
  }

  private long turnUnderWay(long now) {
    long since = (long) START.getOpaque(this);
    return since == WAITING ? 0 : Math.max(0, now - since);
  }
}
