package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.util.Map;

/**
 * Measures entrants of a kind: a fresh process, warm-up, then the run that counts.
 *
 * @param <T> what servers or clients there are
 */
abstract class Bench<T> {

  final Conditions conditions;

  Bench(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Starts one, opens the connections of a scenario and keeps it busy for the warm-up. */
  abstract Contender start(Entrant<T> entrant, Scenario scenario) throws IOException;

  /** What an idle connection keeps: with all of them, less what is there without. */
  abstract Map<Metric, Double> memory(Entrant<T> entrant, Scenario scenario) throws IOException;

  /** Whether several can run and be measured a slice of time each. */
  boolean takesTurns(Scenario scenario) {
    return scenario.shape() != Shape.IDLE;
  }

  /** Measures one alone, or throws if it does not do what it should. */
  final Map<Metric, Double> run(Entrant<T> entrant, Scenario scenario) throws IOException {
    return scenario.shape() == Shape.IDLE ? memory(entrant, scenario) : speed(entrant, scenario);
  }

  private Map<Metric, Double> speed(Entrant<T> entrant, Scenario scenario) throws IOException {
    try (Contender contender = start(entrant, scenario)) {
      MeasuredProcess process = contender.process();
      if (conditions.details() != null) {
        process.tell(Orders.PROFILE);
      }
      Map<Metric, Double> figures = contender.measure(conditions.length(), process::cpuTime);
      if (conditions.details() != null) {
        process.tell(Orders.FLAME_GRAPH, conditions.detailsFile(scenario, entrant, "html"));
      }
      return withResidentMemory(figures, process);
    }
  }

  final void writeHistogram(MeasuredProcess process, Entrant<T> entrant, Scenario scenario)
      throws IOException {
    if (conditions.details() != null) {
      process.tell(Orders.HISTOGRAM, conditions.detailsFile(scenario, entrant, "txt"));
    }
  }

  static Map<Metric, Double> withResidentMemory(
      Map<Metric, Double> figures, MeasuredProcess process) throws IOException {
    process.residentBytes().ifPresent(bytes -> figures.put(Metric.RSS, (double) bytes));
    process.mostResidentBytes().ifPresent(bytes -> figures.put(Metric.MAX_RSS, (double) bytes));
    return figures;
  }
}
