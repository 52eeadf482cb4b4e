package io.github.baseframe.conformance.interop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what has to happen soon. */
final class Waiting {
  /** Far more than anything here takes, unless it never happens. */
  static final long DEADLINE_SECONDS = 8;

  private Waiting() {}

  /** Takes the next element; fails if there is none in time. */
  static <T> T next(BlockingQueue<T> queue, String what) {
    try {
      T element = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (element == null) {
        throw new AssertionError("waited in vain for " + what);
      }
      return element;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
