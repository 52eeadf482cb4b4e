package io.github.baseframe.conformance.interop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what has to happen soon. */
final class Waiting {
  /** Far more than anything here takes, unless it never happens. */
  static final long DEADLINE_SECONDS = 10;

  private Waiting() {}

  /** Takes the next element; fails if there is none in time. */
  static <T> T next(BlockingQueue<T> queue, String what) {
    return next(queue, what, DEADLINE_SECONDS);
  }

  /** Takes the next element; fails if there is none within so many seconds. */
  static <T> T next(BlockingQueue<T> queue, String what, long seconds) {
    try {
      T element = queue.poll(seconds, TimeUnit.SECONDS);
      if (element == null) {
        throw new AssertionError("waited in vain for " + what);
      }
      return element;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
