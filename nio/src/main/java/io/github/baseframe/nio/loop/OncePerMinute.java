package io.github.baseframe.nio.loop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One event that a peer may bring about as often as it likes: its first line is written, further
 * ones at most once a minute, and each says how many were left out since the one before. Make one
 * for each event.
 *
 * <p>For any thread. What is left out allocates nothing and waits for nobody.
 */
public final class OncePerMinute {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Warnings log;
  private final LongSupplier clock;

  /** When the next line may be written, in the time of the clock. */
  private final AtomicLong nextNanos;

  private final AtomicLong leftOut = new AtomicLong();

  /**
   * Makes the lines of one event.
   *
   * @param log where they are written
   */
  public OncePerMinute(Warnings log) {
    this(log, System::nanoTime);
  }

  OncePerMinute(Warnings log, LongSupplier clock) {
    this.log = log;
    this.clock = clock;
    this.nextNanos = new AtomicLong(clock.getAsLong());
  }

  /**
   * It has happened once more.
   *
   * @param what one line
   */
  public void warning(String what) {
    if (isDue()) {
      log.warning(what + leftOut());
    }
  }

  /**
   * It has happened once more. Never throws, not even without memory.
   *
   * @param what one line
   * @param error why
   */
  public void warning(String what, Throwable error) {
    if (isDue()) {
      try {
        log.warning(what + leftOut(), error);
      } catch (Throwable e) {
        // Without memory there is no line of log.
      }
    }
  }

  private boolean isDue() {
    long now = clock.getAsLong();
    long next = nextNanos.get();
    // Of several threads that find it due, one writes.
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + MINUTE_NANOS)) {
      return true;
    }
    leftOut.incrementAndGet();
    return false;
  }

  private String leftOut() {
    long count = leftOut.getAndSet(0);
    return count == 0 ? "" : " (and " + count + " more times since the last line of this)";
  }
}
