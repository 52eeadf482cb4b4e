package io.github.baseframe.nio.loop;

/** What has collected something in a turn of an event loop, and does it at the turn's end. */
public interface Settled {

  /** Does what was put off. */
  void settle();

  /**
   * It threw.
   *
   * @param error anything
   */
  void onFailure(Throwable error);
}
