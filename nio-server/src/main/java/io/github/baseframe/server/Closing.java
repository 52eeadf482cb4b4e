package io.github.baseframe.server;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody serves any more. */
final class Closing {

  private Closing() {}

  /** Closes a channel; what goes wrong is told in the log only. */
  static void quietly(Closeable channel) {
    try {
      channel.close();
    } catch (IOException e) {
      ServerConfig.LOG.repeatedWarning("A channel could not be closed", e);
    }
  }
}
