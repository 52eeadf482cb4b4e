package io.github.baseframe.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Scenario SCENARIO = Scenario.named("64b-1");

  private final Comparison comparison = new Comparison();

  private void round(int round, Peer server, double cpu) {
    comparison.add(round, SCENARIO, server, Map.of(Metric.CPU, cpu));
  }

  @Test
  void serversAreComparedInEachRoundAndTheMedianCounts() {
    round(1, Peer.BASEFRAME, 2);
    round(1, Peer.BARE_NIO, 1);
    round(2, Peer.BASEFRAME, 8);
    round(2, Peer.BARE_NIO, 6);
    round(3, Peer.BASEFRAME, 40);
    round(3, Peer.BARE_NIO, 10);

    assertThat(comparison.ratioToBare(SCENARIO, Peer.BASEFRAME)).isEqualTo(0.5);
    assertThat(comparison.median(SCENARIO, Peer.BASEFRAME, Metric.CPU)).isEqualTo(8);
    assertThat(comparison.median(SCENARIO, Peer.BARE_NIO, Metric.CPU)).isEqualTo(6);
  }

  @Test
  void aRoundInWhichOneOfThemFailedDoesNotCount() {
    round(1, Peer.BASEFRAME, 4);
    comparison.addFailure(1, SCENARIO, Peer.BARE_NIO, "no answer");
    assertThat(comparison.ratioToBare(SCENARIO, Peer.BASEFRAME)).isNull();

    round(2, Peer.BASEFRAME, 8);
    round(2, Peer.BARE_NIO, 6);
    assertThat(comparison.ratioToBare(SCENARIO, Peer.BASEFRAME)).isEqualTo(0.75);
    assertThat(comparison.median(SCENARIO, Peer.BASEFRAME, Metric.CPU)).isEqualTo(6);
  }

  @Test
  void theCheapestRoundIsTheOneInWhichAMessageCostLeastCpuTime() {
    comparison.add(1, SCENARIO, Peer.BASEFRAME, Map.of(Metric.CPU, 4.0, Metric.P99, 10.0));
    comparison.add(2, SCENARIO, Peer.BASEFRAME, Map.of(Metric.CPU, 3.0, Metric.P99, 30.0));
    comparison.addFailure(3, SCENARIO, Peer.BASEFRAME, "no answer");
    round(4, Peer.BARE_NIO, 1);

    assertThat(comparison.cheapestRound(SCENARIO, Peer.BASEFRAME))
        .isEqualTo(Map.of(Metric.CPU, 3.0, Metric.P99, 30.0));
  }
}
