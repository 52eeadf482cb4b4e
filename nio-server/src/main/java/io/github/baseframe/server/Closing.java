package io.github.baseframe.server;

import io.github.baseframe.nio.loop.OncePerMinute;
import java.io.Closeable;

/** Closes what nobody serves any more. */
final class Closing {

  private static final OncePerMinute FAILURES = new OncePerMinute(ServerConfig.LOG);

  private Closing() {}

  /** Closes a channel; what goes wrong, whatever it is, is told in the log only, at most once a minute. */
  static void quietly(Closeable channel) {
    try {
      channel.close();
    } catch (Throwable e) {
      FAILURES.warning("A channel could not be closed", e);
    }
  }
}
