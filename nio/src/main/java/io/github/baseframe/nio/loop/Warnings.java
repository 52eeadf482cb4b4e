package io.github.baseframe.nio.loop;

/** Where something that an operator wants to know is written. For any thread. */
public interface Warnings {

  /**
   * Something that an operator wants to know.
   *
   * @param what one line
   */
  void warning(String what);

  /**
   * Something went wrong that an operator wants to know. Never throws, not even without memory.
   *
   * @param what one line
   * @param error why
   */
  void warning(String what, Throwable error);
}
