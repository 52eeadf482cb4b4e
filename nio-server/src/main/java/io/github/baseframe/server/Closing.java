package io.github.baseframe.server;

import java.io.Closeable;

/** Closes what nobody serves any more. */
final class Closing {

  private Closing() {}

  /**
   * Closes a channel; what goes wrong, whatever it is, is told in the log only, at most once a
   * minute.
   */
  static void quietly(Closeable channel) {
    try {
      channel.close();
    } catch (Throwable e) { // Errors too: who closes has more to do than this.
      ServerConfig.LOG.repeatedWarning("A channel could not be closed", e);
    }
  }
}
