package io.github.baseframe.benchmarks.report;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
    if (comparison.servers().contains(Peer.BARE_NIO)) {
      report.summary();
      report.generator();
    }
    return report.out.toString();
  }

  private void scenario(Scenario scenario) {
    List<Metric> metrics =
        Arrays.stream(Metric.values())
            .filter(
                metric ->
                    comparison.servers().stream()
                        .anyMatch(server -> comparison.median(scenario, server, metric) != null))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("server", "to bare"));
    metrics.forEach(metric -> head.add(metric.label()));
    rows.add(head);
    for (Peer server : comparison.servers()) {
      List<String> row = new ArrayList<>();
      row.add(server.toString());
      row.add(ratio(comparison.ratioToBare(scenario, server)));
      metrics.forEach(metric -> row.add(metric.text(comparison.median(scenario, server, metric))));
      rows.add(row);
    }
    out.append("\n").append(scenario.name()).append(": ").append(scenario.title()).append("\n\n");
    table(rows);
  }

  private void summary() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("server"));
    comparison.scenarios().forEach(scenario -> head.add(scenario.name()));
    rows.add(head);
    for (Peer server : comparison.servers()) {
      List<String> row = new ArrayList<>(List.of(server.toString()));
      comparison
          .scenarios()
          .forEach(scenario -> row.add(ratio(comparison.ratioToBare(scenario, server))));
      rows.add(row);
    }
    out.append("\nCPU time of a message at the bare echo, divided by that of the server\n\n");
    table(rows);
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
          metric -> row.add(metric.text(comparison.median(scenario, Peer.BARE_NIO, metric))));
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
