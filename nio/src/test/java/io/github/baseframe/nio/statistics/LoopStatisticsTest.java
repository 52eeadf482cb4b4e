package io.github.baseframe.nio.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Rule;
import org.junit.jupiter.api.Test;

class LoopStatisticsTest {

  private final LoopStatistics statistics = new LoopStatistics();

  @Test
  void countsAddUpAndGoDown() {
    statistics.add(Count.QUEUED_BYTES, 5);
    statistics.add(Count.QUEUED_BYTES, -2);

    assertThat(statistics.get(Count.QUEUED_BYTES)).isEqualTo(3);
    assertThat(statistics.get(Count.BYTES_SENT)).isZero();
  }

  @Test
  void theSmallestAndTheLargestNumberAreCounted() {
    statistics.addRefusal(300);
    statistics.addRefusal(599);
    statistics.addRefusal(599);

    Tally refusals = statistics.refusals();
    assertThat(refusals.get(refusals.first())).isEqualTo(1);
    assertThat(refusals.get(refusals.last())).isEqualTo(2);
    assertThat(refusals.last()).isEqualTo(599);
  }

  @Test
  void closeCodesThatPeersMayChooseFreelyAreCountedInTwoNumbers() {
    for (int code : new int[] {1000, 1015, 3000, 3999, 4000, 4001, 4999}) {
      statistics.addClose(code);
    }

    Tally closes = statistics.closes();
    assertThat(closes.get(1000)).isEqualTo(1);
    assertThat(closes.get(1015)).isEqualTo(1);
    assertThat(closes.get(LoopStatistics.LIBRARY_CODES)).isEqualTo(2);
    assertThat(closes.get(LoopStatistics.APPLICATION_CODES)).isEqualTo(3);
  }

  @Test
  void rulesAndLimitsAreCountedByOrdinal() {
    for (Rule rule : Rule.values()) {
      statistics.add(rule);
    }
    for (LimitHit limit : LimitHit.values()) {
      statistics.add(limit);
    }

    assertThat(statistics.brokenRules().get(Rule.values().length - 1)).isEqualTo(1);
    assertThat(statistics.limitHits().get(LimitHit.values().length - 1)).isEqualTo(1);
  }
}
