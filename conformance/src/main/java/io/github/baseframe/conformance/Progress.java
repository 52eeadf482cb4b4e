package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.conformance.report.Words;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells how far a run is, on a terminal, and how it ended, anywhere. For any thread. */
final class Progress {

  private final PrintWriter out;
  private final boolean terminal;
  private final String agent;
  private final int total;
  private final long start = System.nanoTime();
  private final Map<Behavior, Integer> counts = new EnumMap<>(Behavior.class);
  private int done;

  /**
   * Begins.
   *
   * @param out where to write
   * @param terminal whether a line there may be written over
   * @param agent who is tested
   * @param total how many cases there are
   */
  Progress(PrintWriter out, boolean terminal, String agent, int total) {
    this.out = out;
    this.terminal = terminal;
    this.agent = agent;
    this.total = total;
  }

  /** One more case is over. */
  synchronized void add(CaseResult result) {
    done++;
    counts.merge(result.behavior(), 1, Integer::sum);
    if (terminal) {
      double left = seconds() / done * (total - done);
      String line = "%d of %d cases: %s; about %.0f s left";
      out.print('\r' + String.format(Locale.ROOT, line, done, total, summary(counts), left));
      out.print("\u001b[K");
      out.flush();
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** All cases are over; returns whether all are as good as expected. */
  synchronized boolean finish(Collection<CaseResult> results, Expectations expectations) {
    if (terminal) {
      out.print("\r\u001b[K");
    }
    out.printf(
        Locale.ROOT,
        "%s: %d cases in %.1f s: %s%n",
        Words.oneLine(agent),
        done,
        seconds(),
        summary(counts));
    List<CaseResult> worse =
        results.stream().filter(each -> !expectations.isMetBy(agent, each)).toList();
    for (CaseResult each : worse) {
      String line = "  %s %s (expected %s): %s";
      String expected = expectations.describe(agent, each);
      out.println(
          Words.oneLine(
              line.formatted(
                  each.conformanceCase().id(), Words.of(each), expected, each.explanation())));
    }
    out.flush();
    return worse.isEmpty();
  }

  /** Counts verdicts: {@code 298 OK, 3 INFORMATIONAL}. */
  static String summary(Collection<CaseResult> results) {
    Map<Behavior, Integer> counts = new EnumMap<>(Behavior.class);
    results.forEach(each -> counts.merge(each.behavior(), 1, Integer::sum));
    return summary(counts);
  }

  private static String summary(Map<Behavior, Integer> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + Words.of(each.getKey()))
        .collect(Collectors.joining(", "));
  }
}
