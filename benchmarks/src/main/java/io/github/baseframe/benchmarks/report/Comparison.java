package io.github.baseframe.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.baseframe.benchmarks.load.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All figures of a side-by-side run, and what follows from them. */
public final class Comparison {

  /** What identifies a row of the report. */
  private record Row(Scenario scenario, String name) {}

  /** One measurement: either figures or an error. */
  private record Run(int round, Row row, Map<Metric, Double> figures, String error) {}

  private final List<Run> runs = new ArrayList<>();

  private final Subject subject;

  /**
   * Without any figures yet.
   *
   * @param subject what is compared
   */
  public Comparison(Subject subject) {
    this.subject = subject;
  }

  /**
   * Adds what was measured.
   *
   * @param round which one, from 1
   * @param scenario what was done
   * @param name of the server or client
   * @param figures the result
   */
  public void add(int round, Scenario scenario, String name, Map<Metric, Double> figures) {
    runs.add(new Run(round, new Row(scenario, name), new EnumMap<>(figures), null));
  }

  /**
   * Adds that a server or client did not do what it should.
   *
   * @param round which one, from 1
   * @param scenario what was done
   * @param name of the server or client
   * @param error what went wrong
   */
  public void addFailure(int round, Scenario scenario, String name, String error) {
    runs.add(new Run(round, new Row(scenario, name), new EnumMap<>(Metric.class), error));
  }

  /**
   * Tells what went wrong.
   *
   * @return a line for each failure
   */
  public List<String> failures() {
    return runs.stream()
        .filter(run -> run.error() != null)
        .map(
            run ->
                String.format(
                    "%s failed in %s: %s",
                    run.row().name(), run.row().scenario().name(), run.error()))
        .toList();
  }

  List<Scenario> scenarios() {
    return runs.stream().map(run -> run.row().scenario()).distinct().toList();
  }

  Subject subject() {
    return subject;
  }

  /** All servers or clients. */
  List<String> names() {
    return runs.stream().map(run -> run.row().name()).distinct().toList();
  }

  /**
   * Returns what was measured in the round in which a message cost least: other work on a machine
   * only ever makes a round dearer.
   *
   * @param scenario what was done
   * @param name of the server or client
   * @return the figures of that round
   * @throws java.util.NoSuchElementException if there is none
   */
  public Map<Metric, Double> cheapestRound(Scenario scenario, String name) {
    return runs.stream()
        .filter(run -> run.row().equals(new Row(scenario, name)))
        .filter(run -> run.figures().containsKey(Metric.CPU))
        .map(Run::figures)
        .min(Comparator.comparing(figures -> figures.get(Metric.CPU)))
        .orElseThrow();
  }

  /** The median of the rounds, or null if this was not measured. */
  Double median(Scenario scenario, String name, Metric metric) {
    return median(byRound(scenario, name, metric).values());
  }

  /**
   * What something costs {@linkplain Subject#ratio next to} the yardstick. They are compared in
   * each round, as other work may make one round dearer than the next, and the median counts. Null
   * where one of them was not measured.
   */
  Double ratio(Scenario scenario, String name, Metric metric) {
    Map<Integer, Double> yardstick = byRound(scenario, subject.yardstick(), metric);
    Map<Integer, Double> ratios = byRound(scenario, name, metric);
    ratios.keySet().retainAll(yardstick.keySet());
    ratios.replaceAll((round, measured) -> subject.ratio(measured, yardstick.get(round)));
    return median(ratios.values());
  }

  private Map<Integer, Double> byRound(Scenario scenario, String name, Metric metric) {
    return runs.stream()
        .filter(run -> run.row().equals(new Row(scenario, name)))
        .filter(run -> run.figures().containsKey(metric))
        .collect(Collectors.toMap(Run::round, run -> run.figures().get(metric)));
  }

  private static Double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    if (sorted.length == 0) {
      return null;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Writes everything: the environment, the medians and each single run.
   *
   * @param environment where and how was measured
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public void writeJson(Environment environment, Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environment", environment);
    document.put("medians", medians());
    document.put("runs", runs.stream().map(this::fields).toList());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), document);
  }

  private List<Map<String, Object>> medians() {
    return runs.stream()
        .map(Run::row)
        .distinct()
        .map(
            row -> {
              Map<String, Object> fields = fields(row);
              fields.put(subject.ratioField(), ratio(row.scenario(), row.name(), Metric.CPU));
              Arrays.stream(Metric.values())
                  .forEach(
                      metric ->
                          fields.put(metric.field(), median(row.scenario(), row.name(), metric)));
              return fields;
            })
        .toList();
  }

  private Map<String, Object> fields(Run run) {
    Map<String, Object> fields = fields(run.row());
    fields.put("round", run.round());
    fields.put("error", run.error());
    new TreeMap<>(run.figures()).forEach((metric, value) -> fields.put(metric.field(), value));
    return fields;
  }

  private Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", row.scenario().name());
    fields.put(subject.field(), row.name());
    return fields;
  }
}
