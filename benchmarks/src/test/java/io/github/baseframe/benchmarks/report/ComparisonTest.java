package io.github.baseframe.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.benchmarks.load.Scenario;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Scenario SCENARIO = Scenario.named("64b-1");
  private static final String BASEFRAME = "baseframe";
  private static final String BARE_NIO = "bare-nio";

  private final Comparison comparison = new Comparison(Subject.SERVER);

  private void round(int round, String server, double cpu) {
    comparison.add(round, SCENARIO, server, Map.of(Metric.CPU, cpu));
  }

  @Test
  void serversAreComparedInEachRoundAndTheMedianCounts() {
    round(1, BASEFRAME, 2);
    round(1, BARE_NIO, 1);
    round(2, BASEFRAME, 8);
    round(2, BARE_NIO, 6);
    round(3, BASEFRAME, 40);
    round(3, BARE_NIO, 10);

    assertThat(comparison.ratio(SCENARIO, BASEFRAME, Metric.CPU)).isEqualTo(0.5);
    assertThat(comparison.median(SCENARIO, BASEFRAME, Metric.CPU)).isEqualTo(8);
    assertThat(comparison.median(SCENARIO, BARE_NIO, Metric.CPU)).isEqualTo(6);
  }

  @Test
  void aRoundInWhichOneOfThemFailedDoesNotCount() {
    round(1, BASEFRAME, 4);
    comparison.addFailure(1, SCENARIO, BARE_NIO, "no answer");
    assertThat(comparison.ratio(SCENARIO, BASEFRAME, Metric.CPU)).isNull();

    round(2, BASEFRAME, 8);
    round(2, BARE_NIO, 6);
    assertThat(comparison.ratio(SCENARIO, BASEFRAME, Metric.CPU)).isEqualTo(0.75);
    assertThat(comparison.median(SCENARIO, BASEFRAME, Metric.CPU)).isEqualTo(6);
  }

  @Test
  void theCheapestRoundIsTheOneInWhichAMessageCostLeastCpuTime() {
    comparison.add(1, SCENARIO, BASEFRAME, Map.of(Metric.CPU, 4.0, Metric.P99, 10.0));
    comparison.add(2, SCENARIO, BASEFRAME, Map.of(Metric.CPU, 3.0, Metric.P99, 30.0));
    comparison.addFailure(3, SCENARIO, BASEFRAME, "no answer");
    round(4, BARE_NIO, 1);

    assertThat(comparison.cheapestRound(SCENARIO, BASEFRAME))
        .isEqualTo(Map.of(Metric.CPU, 3.0, Metric.P99, 30.0));
  }

  @Test
  void aClientThatCostsHalfAsMuchAsTheJdkHasHalfItsFigure() {
    Comparison clients = new Comparison(Subject.CLIENT);
    clients.add(1, SCENARIO, BASEFRAME, Map.of(Metric.CPU, 3.0));
    clients.add(1, SCENARIO, "jdk", Map.of(Metric.CPU, 6.0));

    assertThat(clients.ratio(SCENARIO, BASEFRAME, Metric.CPU)).isEqualTo(0.5);
  }

  @Test
  void theTableOfAllClientsHasAColumnForWhateverWasMeasured() {
    Comparison clients = new Comparison(Subject.CLIENT);
    Scenario idle = Scenario.named("idle");
    clients.add(1, SCENARIO, BASEFRAME, Map.of(Metric.CPU, 3.0));
    clients.add(1, SCENARIO, "jdk", Map.of(Metric.CPU, 6.0));
    clients.add(1, idle, BASEFRAME, Map.of(Metric.HEAP_PER_CONNECTION, 10.0));
    clients.add(1, idle, "jdk", Map.of(Metric.HEAP_PER_CONNECTION, 40.0));

    assertThat(TextReport.of(Environment.of(2, true, 1, 1, 1), clients))
        .contains(
            "| client    | 64b-1 | idle, heap B/conn |",
            "| baseframe |  0.50 |              0.25 |");
  }
}
