package io.github.baseframe.nio.loop;

import java.lang.System.Logger.Level;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What an operator wants to know: few lines, each of them one line. Stack traces are on level
 * DEBUG, and so is what a peer did wrong. For any thread.
 */
public final class Log implements Warnings {

  private final System.Logger logger;

  /** What may happen over and over, by its line. */
  private final Map<String, OncePerMinute> repeated = new ConcurrentHashMap<>();

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

  @Override
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

  @Override
  public void warning(String what) {
    logger.log(Level.WARNING, what);
  }

  /**
   * Something went wrong that may do so over and over: at most one line a minute, with a count.
   *
   * @param what one line, of a kind of which there are few: they are kept
   * @param error why
   */
  public void repeatedWarning(String what, Throwable error) {
    try {
      repeated(what).warning(what, error);
    } catch (Throwable e) {
      // Without memory there is no line of log.
    }
  }

  /**
   * Something that an operator wants to know and that may happen over and over: at most one line a
   * minute, with a count.
   *
   * @param what one line, of a kind of which there are few: they are kept
   */
  public void repeatedWarning(String what) {
    repeated(what).warning(what);
  }

  private OncePerMinute repeated(String what) {
    return repeated.computeIfAbsent(what, first -> new OncePerMinute(this));
  }

  /**
   * Something that an operator need not act on, such as what a peer did wrong.
   *
   * @param what one line, asked for only if somebody wants to read it
   */
  public void debug(Supplier<String> what) {
    logger.log(Level.DEBUG, () -> what.get().replaceAll("\\p{Cntrl}", " "));
  }
}
