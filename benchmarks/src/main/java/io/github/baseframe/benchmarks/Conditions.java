package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.report.Environment;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Under which everyone is measured.
 *
 * @param warmUp before anything counts
 * @param length of the run that counts
 * @param cores who runs where
 * @param details where flame graphs and class histograms go; null if none are wanted, as the
 *     profiler costs time
 */
record Conditions(Duration warmUp, Duration length, Cores cores, Path details) {

  /** Tells where and how was measured that often, so long each. */
  Environment environment(int rounds, Duration eachLength) {
    return Environment.of(
        Cores.COUNT, cores.pinned(), rounds, seconds(eachLength), seconds(warmUp));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  Path detailsFile(Scenario scenario, Entrant<?> entrant, String kind) {
    return details.resolve(scenario.name() + "-" + entrant.name() + "." + kind).toAbsolutePath();
  }
}
