package io.github.baseframe.conformance.soak;

import java.time.Duration;

/**
 * How long a soak is, and who takes part.
 *
 * @param length from when all good clients are connected
 * @param connections good clients at a time
 * @param churnPercent how many of them are replaced each minute, in percent
 * @param hostilePercent bad clients at a time, in percent of the good ones
 * @param messageInterval between two messages of a good client
 * @param sampleInterval between two samples
 */
public record SoakSettings(
    Duration length,
    int connections,
    double churnPercent,
    double hostilePercent,
    Duration messageInterval,
    Duration sampleInterval) {

  private static final int PERCENT = 100;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOS_PER_SECOND = 1e9;

  /** How many bad clients there are at a time. */
  int hostile() {
    return (int) Math.ceil(connections * hostilePercent / PERCENT);
  }

  double leavesPerSecond() {
    return connections * churnPercent / PERCENT / SECONDS_PER_MINUTE;
  }

  double messagesPerSecond() {
    return connections * NANOS_PER_SECOND / messageInterval.toNanos();
  }
}
