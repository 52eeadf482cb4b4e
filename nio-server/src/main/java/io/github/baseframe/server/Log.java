package io.github.baseframe.server;

import java.lang.System.Logger.Level;

/** The server's log: few lines, each of them one line. Stack traces are on level DEBUG. */
final class Log {

  private static final System.Logger LOGGER = System.getLogger("io.github.baseframe.server");

  private Log() {}

  /**
   * Something went wrong that an operator wants to know. Never throws, not even without memory.
   *
   * @param what one line
   * @param error why
   */
  static void warning(String what, Throwable error) {
    try {
      // A message may hold what a peer has sent, and must not forge further lines.
      String why = error.toString().replaceAll("\\p{Cntrl}", " ");
      LOGGER.log(Level.WARNING, what + ": " + why);
      LOGGER.log(Level.DEBUG, what, error);
    } catch (Throwable e) {
      error.addSuppressed(e);
    }
  }

  /**
   * Something that an operator wants to know.
   *
   * @param what one line
   */
  static void warning(String what) {
    LOGGER.log(Level.WARNING, what);
  }
}
