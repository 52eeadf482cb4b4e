package io.github.baseframe.benchmarks.report;

import java.util.Locale;

/** What is measured, with the unit in which it is reported. */
public enum Metric {
  /** Messages that came back in a second. In a fan-out each delivery is a message. */
  RATE("messages/s", "%,.0f"),
  /** CPU time of the server or client, user and system; as many seconds for a million messages. */
  CPU("CPU us/message", "%,.3f"),
  /** Half of the messages came back within this time. */
  P50("p50 us", "%,.0f"),
  /** All but one of a hundred came back within this time. */
  P99("p99 us", "%,.0f"),
  /** All but one of a thousand came back within this time. */
  P999("p99.9 us", "%,.0f"),
  /** The most messages that a connection got, for one of that which got the fewest. */
  UNFAIRNESS("most/least", "%,.2f"),
  /** Of the time of the run, how much the client used; 1 is one core. */
  CLIENT_BUSY("client busy", "%.2f"),
  /** Of the time of the run, how much the server used; 1 is one core. */
  SERVER_BUSY("server busy", "%.2f"),
  /** Of the time of the run, how much the load generator used; it has one thread. */
  GENERATOR_BUSY("generator busy", "%.2f"),
  /** Live heap that a connection adds. */
  HEAP_PER_CONNECTION("heap B/conn", "%,.0f"),
  /** Resident memory that a connection adds. */
  RSS_PER_CONNECTION("RSS B/conn", "%,.0f"),
  /** Threads that all connections together add. */
  THREADS("threads", "%,.0f"),
  /** Memory of the process at the end. */
  RSS("RSS MiB", "%,.0f"),
  /** The most memory of the process at any time. */
  MAX_RSS("most RSS MiB", "%,.0f");

  private static final double MIB = 1 << 20;

  private final String label;
  private final String format;

  Metric(String label, String format) {
    this.label = label;
    this.format = format;
  }

  /**
   * Returns what stands over a column.
   *
   * @return name and unit
   */
  public String label() {
    return label;
  }

  /** Returns a value as text. */
  String text(Double value) {
    if (value == null) {
      return "-";
    }
    boolean memory = this == RSS || this == MAX_RSS;
    return String.format(Locale.ROOT, format, memory ? value / MIB : value);
  }

  /** Returns the name of the field in JSON, where memory is in bytes. */
  String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
