package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures entrants in interleaved rounds: one after the other, or in turn.
 *
 * @param <T> what servers or clients there are
 */
final class SideBySide<T> {

  /** What was in flight when another's turn began, or a cold cache, does not count. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  private final Bench<T> bench;
  private final List<Entrant<T>> entrants;
  private final Comparison comparison;
  private final PrintWriter progress;

  /** Null if all are measured one after the other. */
  private final Duration slice;

  /** Whoever measures, whom, where the figures go, how long a turn is, and who is told. */
  SideBySide(
      Bench<T> bench,
      List<Entrant<T>> entrants,
      Comparison comparison,
      Duration slice,
      PrintWriter progress) {
    this.bench = bench;
    this.entrants = entrants;
    this.comparison = comparison;
    this.slice = slice;
    this.progress = progress;
  }

  /** Measures everyone in all scenarios, and says where and how. */
  Environment run(int rounds, List<Scenario> scenarios) {
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : scenarios) {
        if (slice == null || !bench.takesTurns(scenario)) {
          oneAfterTheOther(round, scenario);
        } else {
          inTurn(round, scenario);
        }
      }
    }
    return bench.conditions.environment(
        rounds * slices(), slice == null ? bench.conditions.length() : slice);
  }

  private void oneAfterTheOther(int round, Scenario scenario) {
    for (Entrant<T> entrant : entrants) {
      say("round %d, %s, %s", round, scenario.name(), entrant.name());
      try {
        comparison.add(round, scenario, entrant.name(), bench.run(entrant, scenario));
      } catch (IOException e) {
        comparison.addFailure(round, scenario, entrant.name(), e.getMessage());
      }
    }
  }

  /**
   * All of them run, and one at a time is under load, for a slice of time, again and again. What
   * else uses the machine changes from second to second, and so is the same for all. Each slice is
   * a round of its own.
   */
  private void inTurn(int round, Scenario scenario) {
    say("round %d, %s, %d in turn", round, scenario.name(), entrants.size());
    int firstSlice = (round - 1) * slices() + 1;
    Map<String, Contender> contenders = new LinkedHashMap<>();
    try {
      for (Entrant<T> entrant : entrants) {
        start(entrant, scenario, firstSlice)
            .ifPresent(contender -> contenders.put(entrant.name(), contender));
      }
      for (int i = 0; i < slices(); i++) {
        int each = firstSlice + i;
        contenders
            .entrySet()
            .removeIf(entry -> !measure(entry.getKey(), entry.getValue(), scenario, each));
      }
    } finally {
      contenders.values().forEach(Contender::close);
    }
  }

  private Optional<Contender> start(Entrant<T> entrant, Scenario scenario, int round) {
    try {
      return Optional.of(bench.start(entrant, scenario));
    } catch (IOException e) {
      comparison.addFailure(round, scenario, entrant.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Says whether it went well. */
  private boolean measure(String name, Contender contender, Scenario scenario, int round) {
    MeasuredProcess process = contender.process();
    try {
      contender.warmUp(SETTLING);
      Map<Metric, Double> figures = contender.measure(slice, process::cpuTimeOfThreads);
      comparison.add(round, scenario, name, Bench.withResidentMemory(figures, process));
      return true;
    } catch (IOException e) {
      comparison.addFailure(round, scenario, name, e.getMessage());
      contender.close();
      return false;
    }
  }

  private int slices() {
    Duration length = bench.conditions.length();
    return slice == null ? 1 : Math.toIntExact(Math.max(1, length.dividedBy(slice)));
  }

  private void say(String format, Object... values) {
    progress.printf(format + "%n", values);
  }
}
