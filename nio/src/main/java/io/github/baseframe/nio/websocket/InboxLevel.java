package io.github.baseframe.nio.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits in an inbox, and whether so much that reading pauses: no pause lasts when what
 * waits has become little.
 */
final class InboxLevel {

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  /** Whether the loop was told that the inbox is full, and is to be told when it no longer is. */
  private volatile boolean full;

  InboxLevel(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns what waits, in bytes. */
  long bytes() {
    return bytes.get();
  }

  /** Whether more waits than there should be. */
  boolean isAboveMost() {
    return bytes.get() > maxBytes;
  }

  /** Negative, what will not be called after all: behind it comes a {@link #remove}. */
  void add(long added) {
    bytes.addAndGet(added);
  }

  /** Returns whether the loop is to be told that the inbox is full no longer. */
  boolean remove(long removed) {
    long left = bytes.addAndGet(-removed);
    if (full && left <= maxBytes / 2) {
      full = false;
      return true;
    }
    return false;
  }

  /** On the loop: whether it is not to read until {@link #remove} returns true. */
  boolean isFull() {
    if (bytes.get() <= (full ? maxBytes / 2 : maxBytes)) {
      full = false;
      return false;
    }
    full = true;
    // It may have become less before that was seen.
    return bytes.get() > maxBytes / 2;
  }
}
