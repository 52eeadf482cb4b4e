package io.github.baseframe.benchmarks.report;

import io.github.baseframe.benchmarks.load.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A comparison as Markdown tables. */
public final class TextReport {

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder();

  private TextReport(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * Writes a report.
   *
   * @param environment where and how was measured
   * @param comparison the figures
   * @return a table for each scenario, then one of all
   */
  public static String of(Environment environment, Comparison comparison) {
    TextReport report = new TextReport(comparison);
    report.out.append(environment).append("\n");
    comparison.scenarios().forEach(report::scenario);
    if (comparison.names().contains(report.yardstick())) {
      report.summary();
      if (comparison.subject() == Subject.SERVER) {
        report.generator();
      }
    }
    return report.out.toString();
  }

  private void scenario(Scenario scenario) {
    List<Metric> metrics =
        Arrays.stream(Metric.values())
            .filter(
                metric ->
                    comparison.names().stream()
                        .anyMatch(name -> comparison.median(scenario, name, metric) != null))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(List.of(comparison.subject().field(), comparison.subject().label()));
    metrics.forEach(metric -> head.add(metric.label()));
    rows.add(head);
    for (String name : comparison.names()) {
      List<String> row = new ArrayList<>(List.of(name));
      row.add(ratio(comparison.ratio(scenario, name, Metric.CPU)));
      metrics.forEach(metric -> row.add(metric.text(comparison.median(scenario, name, metric))));
      rows.add(row);
    }
    out.append("\n").append(scenario.name()).append(": ").append(scenario.title()).append("\n\n");
    table(rows);
  }

  /** A column of the summary. */
  private record Column(Scenario scenario, Metric metric) {
    String label() {
      return metric == Metric.CPU ? scenario.name() : scenario.name() + ", " + metric.label();
    }
  }

  private void summary() {
    Subject subject = comparison.subject();
    List<Column> columns = comparison.scenarios().stream().flatMap(this::columns).toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(subject.field()));
    columns.forEach(column -> head.add(column.label()));
    rows.add(head);
    for (String name : comparison.names()) {
      List<String> row = new ArrayList<>(List.of(name));
      columns.forEach(
          column -> row.add(ratio(comparison.ratio(column.scenario(), name, column.metric()))));
      rows.add(row);
    }
    out.append("\n").append(subject.title()).append("\n\n");
    table(rows);
  }

  /** Of a scenario of which there is nothing to compare the first column stays, without figures. */
  private Stream<Column> columns(Scenario scenario) {
    List<Metric> metrics = comparison.subject().metrics();
    List<Metric> measured =
        metrics.stream()
            .filter(metric -> comparison.median(scenario, yardstick(), metric) != null)
            .toList();
    return (measured.isEmpty() ? metrics.subList(0, 1) : measured)
        .stream().map(metric -> new Column(scenario, metric));
  }

  private String yardstick() {
    return comparison.subject().yardstick();
  }

  private void generator() {
    out.append("\nWhat the load generator can do, seen with the bare echo\n\n");
    List<List<String>> rows = new ArrayList<>();
    List<Metric> metrics = List.of(Metric.RATE, Metric.GENERATOR_BUSY, Metric.SERVER_BUSY);
    List<String> head = new ArrayList<>(List.of("scenario"));
    metrics.forEach(metric -> head.add(metric.label()));
    rows.add(head);
    for (Scenario scenario : comparison.scenarios()) {
      List<String> row = new ArrayList<>(List.of(scenario.name()));
      metrics.forEach(
          metric -> row.add(metric.text(comparison.median(scenario, yardstick(), metric))));
      rows.add(row);
    }
    table(rows);
  }

  private static String ratio(Double ratio) {
    return ratio == null ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  /** The first row is the head; the first column is text, the others are numbers. */
  private void table(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), widths);
      if (i == 0) {
        rule(widths);
      }
    }
  }

  private void row(List<String> cells, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      String align = column == 0 ? "-" : "";
      out.append(String.format("| %" + align + widths[column] + "s ", cells.get(column)));
    }
    out.append("|\n");
  }

  private void rule(int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      out.append("|").append("-".repeat(widths[column] + 1)).append(column == 0 ? "-" : ":");
    }
    out.append("|\n");
  }
}
