package io.github.baseframe.server;

import java.time.Duration;

/** What the builders of settings refuse. */
final class Require {

  private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

  private Require() {}

  static int requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  static Duration requireTimeout(String name, Duration timeout, boolean zeroIsFine) {
    if (timeout.isNegative()
        || timeout.isZero() && !zeroIsFine
        || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + " must be " + (zeroIsFine ? "0" : "more than 0") + " to 365 days, not " + timeout);
    }
    return timeout;
  }
}
