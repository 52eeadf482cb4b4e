package io.github.baseframe.nio.loop;

import java.lang.System.Logger.Level;
import java.time.ZonedDateTime;

/**
 * What an operator wants to know: few lines, each of them one line. Stack traces are on level
 * DEBUG. For any thread.
 */
public final class Log {

  private final System.Logger logger;

  /**
   * Makes a log.
   *
   * @param name of the logger
   */
  public Log(String name) {
    this.logger = System.getLogger(name);
  }

  /**
   * Loads what the first line needs, which may be due when no file can be opened any more: the
   * logger with its configuration, and time zones.
   */
  public void warmUp() {
    logger.isLoggable(Level.WARNING);
    String.format("%1$tb %1$td, %1$tY %1$tT %1$Tp", ZonedDateTime.now());
  }

  /**
   * Something went wrong that an operator wants to know. Never throws, not even without memory.
   *
   * @param what one line
   * @param error why
   */
  public void warning(String what, Throwable error) {
    try {
      // A message may hold what a peer has sent, and must not forge further lines.
      String why = error.toString().replaceAll("\\p{Cntrl}", " ");
      logger.log(Level.WARNING, what + ": " + why);
      logger.log(Level.DEBUG, what, error);
    } catch (Throwable e) {
      // Without memory there is no line of log; to keep what failed would take some as well.
    }
  }

  /**
   * Something that an operator wants to know.
   *
   * @param what one line
   */
  public void warning(String what) {
    logger.log(Level.WARNING, what);
  }
}
