package io.github.baseframe.server;

import java.io.Closeable;

/** Closes what nobody serves any more. */
final class Closing {

  private Closing() {}

  /** Closes a channel; what goes wrong, whatever it is, is told in the log only. */
  static void quietly(Closeable channel) {
    try {
      channel.close();
    } catch (Throwable e) {
      ServerConfig.LOG.warning("A channel could not be closed", e);
    }
  }
}
