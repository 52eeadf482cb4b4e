package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** A process under test and what keeps it busy, measured as often as one likes. */
interface Contender extends AutoCloseable {

  /** What is measured. */
  MeasuredProcess process();

  /** Load that does not count. */
  void warmUp(Duration length) throws IOException;

  /**
   * Load that counts.
   *
   * @param length for how long
   * @param cpuTime the clock for what the process spends
   * @return the figures, without memory
   */
  Map<Metric, Double> measure(Duration length, Supplier<Duration> cpuTime) throws IOException;

  /** Ends the process. May be called more than once. */
  @Override
  void close();
}
