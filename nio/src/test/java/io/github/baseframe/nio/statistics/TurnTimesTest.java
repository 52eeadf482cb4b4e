package io.github.baseframe.nio.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnTimesTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final TurnTimes turns = new TurnTimes();

  @Test
  void nothingIsMeasuredUnlessThatIsAskedFor() {
    assertThat(turns.isMeasured()).isFalse();
    assertThat(turns.measuredNanos(5)).isZero();
  }

  @Test
  void theTimeBetweenTwoWaitsIsBusy() {
    turns.measure(1000);
    turns.end(1000);
    turn(1100, 1130);
    turn(1200, 1210);

    assertThat(turns.busyNanos(1300)).isEqualTo(40);
    assertThat(turns.measuredNanos(1300)).isEqualTo(300);
    assertThat(turns.longestNanos(1300)).isEqualTo(30);
  }

  @Test
  void aTurnThatHasNotEndedIsSeen() {
    turns.measure(0);
    turns.begin(100);

    assertThat(turns.longestNanos(1100)).isEqualTo(1000);
    assertThat(turns.busyNanos(1100)).isEqualTo(1000);
  }

  @Test
  void theLongestTurnIsForgottenAfterTwoMinutesAndNotBeforeOne() {
    turns.measure(0);
    turn(0, 500);
    turn(MINUTE, MINUTE + 7);
    assertThat(turns.longestNanos(MINUTE + 7)).isEqualTo(500);

    turn(2 * MINUTE, 2 * MINUTE + 9);
    assertThat(turns.longestNanos(2 * MINUTE + 9)).isEqualTo(9);
  }

  private void turn(long begin, long end) {
    turns.begin(begin);
    turns.end(end);
  }
}
