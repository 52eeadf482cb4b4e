package io.github.baseframe.conformance.soak;

import java.util.Locale;

/**
 * What a soak looks like at a moment.
 *
 * @param seconds since its start
 * @param connections good clients that talk
 * @param echoes messages that have come back since the start
 * @param p50Millis of messages since the sample before
 * @param p99Millis of messages since the sample before
 * @param maxMillis of messages since the sample before
 * @param hostileLives connections that the bad clients have had
 * @param figures what the server's process holds
 * @param faults what was wrong so far, in words; empty if nothing was
 */
public record Sample(
    double seconds,
    int connections,
    long echoes,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    long hostileLives,
    Figures figures,
    String faults) {

  private static final double BYTES_PER_MIB = 1 << 20;

  /** The head of the table that {@link #row} belongs to, in Markdown. */
  public static final String HEAD =
      """
      | seconds | clients | echoes | p50 / p99 / max ms | hostile lives \
      | heap MiB | RSS MiB | direct MiB | descriptors | faults |
      |---:|---:|---:|---:|---:|---:|---:|---:|---:|---|""";

  /**
   * Makes a row of the table.
   *
   * @return a line
   */
  public String row() {
    return String.format(
        Locale.ROOT,
        "| %.0f | %,d | %,d | %.1f / %.1f / %.1f | %,d | %.1f | %.1f | %.1f | %,d | %s |",
        seconds,
        connections,
        echoes,
        p50Millis,
        p99Millis,
        maxMillis,
        hostileLives,
        figures.heapBytes() / BYTES_PER_MIB,
        figures.residentBytes() / BYTES_PER_MIB,
        figures.directBytes() / BYTES_PER_MIB,
        figures.descriptors(),
        faults.isEmpty() ? "none" : faults);
  }
}
