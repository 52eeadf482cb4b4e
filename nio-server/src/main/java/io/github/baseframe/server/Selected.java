package io.github.baseframe.server;

import java.nio.channels.SelectionKey;

/** What waits for the selector of an event loop, as the attachment of its {@link SelectionKey}. */
interface Selected {

  /**
   * What it waits for has come.
   *
   * @param key its key
   */
  void onReady(SelectionKey key);

  /**
   * It threw.
   *
   * @param error anything
   */
  void onFailure(Throwable error);
}
