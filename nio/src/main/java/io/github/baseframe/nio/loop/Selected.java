package io.github.baseframe.nio.loop;

import java.nio.channels.SelectionKey;

/**
 * What waits for the selector of an event loop, as the attachment of its {@link SelectionKey}.
 * Called on the loop's thread.
 */
public interface Selected {

  /**
   * What it waits for has come.
   *
   * @param key its key
   */
  void onReady(SelectionKey key);

  /** There is more to read than its channel tells of. */
  default void readOn() {}

  /**
   * It threw.
   *
   * @param error anything
   */
  void onFailure(Throwable error);

  /** The loop is to end: says goodbye, and closes its channel when it has gone. */
  void goAway();

  /** The loop ends now: closes its channel, whatever waits. */
  void cut();

  /**
   * Says how much memory would be free without it.
   *
   * @return bytes, about
   */
  default long heldBytes() {
    return 0;
  }

  /** Memory is short, and this holds more than others: gives all of it back. */
  default void evict() {}
}
