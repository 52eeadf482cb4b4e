package io.github.baseframe.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** What is compared, and with which of them all others are. */
public enum Subject {
  /** Servers with the bare echo: 1 is as cheap, less is dearer. */
  SERVER(
      "bare-nio",
      "to bare",
      "CPU time of a message at the bare echo, divided by that of the server",
      List.of(Metric.CPU)) {
    @Override
    double ratio(double measured, double yardstick) {
      return yardstick / measured;
    }
  },
  /** Clients with that of the JDK: 1 is as dear, less is cheaper. */
  CLIENT(
      "jdk",
      "to JDK",
      "What a client costs, divided by what that of the JDK does: CPU time of a message, memory of"
          + " an idle connection; JDK = 1.00, lower is better",
      List.of(Metric.CPU, Metric.HEAP_PER_CONNECTION, Metric.RSS_PER_CONNECTION)) {
    @Override
    double ratio(double measured, double yardstick) {
      return measured / yardstick;
    }
  };

  private final String yardstick;
  private final String label;
  private final String title;
  private final List<Metric> metrics;

  Subject(String yardstick, String label, String title, List<Metric> metrics) {
    this.yardstick = yardstick;
    this.label = label;
    this.title = title;
    this.metrics = metrics;
  }

  /** Puts a figure beside that of the yardstick. */
  abstract double ratio(double measured, double yardstick);

  /** Returns the name of the one with which all are compared. */
  String yardstick() {
    return yardstick;
  }

  /** Returns what stands over the column of ratios. */
  String label() {
    return label;
  }

  /** Returns what stands over the table of ratios. */
  String title() {
    return title;
  }

  /** Returns what of each scenario is in that table, if it was measured. */
  List<Metric> metrics() {
    return metrics;
  }

  /** Returns what one of them is called, in text and JSON. */
  String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of the ratio in JSON. */
  String ratioField() {
    return "ratio_" + label.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
