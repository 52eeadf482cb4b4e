package io.github.baseframe.nio.transport;

import java.util.concurrent.Executor;

/**
 * How much the TLS of one event loop may cost.
 *
 * @param maxHandshakes so many handshakes are under way at once; who comes then waits
 * @param patienceNanos a handshake that lasts longer is given up if somebody waits, in nanoseconds
 * @param maxStepsATurn so many steps of handshakes are computed on the loop in one turn
 * @param executor computes the handshakes instead of the loop; null for the loop
 * @param maxKeyUpdatesASecond so many key updates, and other records without payload, a connection
 *     may send in a second; one that sends more is closed
 */
public record TlsTerms(
    int maxHandshakes,
    long patienceNanos,
    int maxStepsATurn,
    Executor executor,
    int maxKeyUpdatesASecond) {

  /** For who begins connections itself, and talks to those that it has chosen. */
  public static final TlsTerms OF_CLIENT =
      new TlsTerms(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, null, 200);

  /**
   * Returns the share of one of several event loops.
   *
   * @param loops how many there are
   * @return as many handshakes for each, and all else as it is
   */
  public TlsTerms ofOneOf(int loops) {
    return new TlsTerms(
        Math.max(1, maxHandshakes / loops),
        patienceNanos,
        maxStepsATurn,
        executor,
        maxKeyUpdatesASecond);
  }
}
