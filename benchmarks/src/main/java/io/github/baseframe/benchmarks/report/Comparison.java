package io.github.baseframe.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
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
  private record Row(Scenario scenario, Peer server) {}

  /** One measurement: either figures or an error. */
  private record Run(int round, Row row, Map<Metric, Double> figures, String error) {}

  private final List<Run> runs = new ArrayList<>();

  /** Without any figures yet. */
  public Comparison() {}

  /**
   * Adds what was measured.
   *
   * @param round which one, from 1
   * @param scenario what was done
   * @param server to whom
   * @param figures the result
   */
  public void add(int round, Scenario scenario, Peer server, Map<Metric, Double> figures) {
    runs.add(new Run(round, new Row(scenario, server), new EnumMap<>(figures), null));
  }

  /**
   * Adds that a server did not do what it should.
   *
   * @param round which one, from 1
   * @param scenario what was done
   * @param server to whom
   * @param error what went wrong
   */
  public void addFailure(int round, Scenario scenario, Peer server, String error) {
    runs.add(new Run(round, new Row(scenario, server), new EnumMap<>(Metric.class), error));
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
                    run.row().server(), run.row().scenario().name(), run.error()))
        .toList();
  }

  List<Scenario> scenarios() {
    return runs.stream().map(run -> run.row().scenario()).distinct().toList();
  }

  List<Peer> servers() {
    return runs.stream().map(run -> run.row().server()).distinct().toList();
  }

  /**
   * Returns what was measured in the round in which a message cost least: other work on a machine
   * only ever makes a round dearer.
   *
   * @param scenario what was done
   * @param server to whom
   * @return the figures of that round
   * @throws java.util.NoSuchElementException if there is none
   */
  public Map<Metric, Double> cheapestRound(Scenario scenario, Peer server) {
    return runs.stream()
        .filter(run -> run.row().equals(new Row(scenario, server)))
        .filter(run -> run.figures().containsKey(Metric.CPU))
        .map(Run::figures)
        .min(Comparator.comparing(figures -> figures.get(Metric.CPU)))
        .orElseThrow();
  }

  /** The median of the rounds, or null if this was not measured. */
  Double median(Scenario scenario, Peer server, Metric metric) {
    return median(byRound(scenario, server, metric).values());
  }

  /**
   * How cheap a message is for the server, next to one of the bare echo: 1 is as cheap, less is
   * dearer. They are compared in each round, as other work may make one round dearer than the next,
   * and the median counts. Null where one of them was not measured.
   */
  Double ratioToBare(Scenario scenario, Peer server) {
    Map<Integer, Double> bare = byRound(scenario, Peer.BARE_NIO, Metric.CPU);
    Map<Integer, Double> ratios = byRound(scenario, server, Metric.CPU);
    ratios.keySet().retainAll(bare.keySet());
    ratios.replaceAll((round, cpu) -> bare.get(round) / cpu);
    return median(ratios.values());
  }

  private Map<Integer, Double> byRound(Scenario scenario, Peer server, Metric metric) {
    return runs.stream()
        .filter(run -> run.row().equals(new Row(scenario, server)))
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
    document.put("runs", runs.stream().map(Comparison::fields).toList());
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
              fields.put("ratio_to_bare", ratioToBare(row.scenario(), row.server()));
              Arrays.stream(Metric.values())
                  .forEach(
                      metric ->
                          fields.put(metric.field(), median(row.scenario(), row.server(), metric)));
              return fields;
            })
        .toList();
  }

  private static Map<String, Object> fields(Run run) {
    Map<String, Object> fields = fields(run.row());
    fields.put("round", run.round());
    fields.put("error", run.error());
    new TreeMap<>(run.figures()).forEach((metric, value) -> fields.put(metric.field(), value));
    return fields;
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", row.scenario().name());
    fields.put("server", row.server().toString());
    return fields;
  }
}
