package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnBudgetTest {

  @Test
  void theDefaultsAreAsDocumented() {
    assertThat(TurnBudget.DEFAULT).isEqualTo(new TurnBudget(512, 256 * 1024, Duration.ofMillis(5)));
  }

  @Test
  void eachPartIsSetWithoutTheOthers() {
    assertThat(
            TurnBudget.DEFAULT
                .withMaxFrames(1)
                .withMaxDecodedBytes(2)
                .withMaxTime(Duration.ofNanos(3)))
        .isEqualTo(new TurnBudget(1, 2, Duration.ofNanos(3)));
  }

  @Test
  void aBudgetWithWhichNothingWouldBeDoneIsRefused() {
    assertThatThrownBy(() -> TurnBudget.DEFAULT.withMaxFrames(0))
        .hasMessage("maxFrames must be at least 1, not 0");
    assertThatThrownBy(() -> TurnBudget.DEFAULT.withMaxDecodedBytes(0))
        .hasMessage("maxDecodedBytes must be at least 1, not 0");
    assertThatThrownBy(() -> TurnBudget.DEFAULT.withMaxTime(Duration.ofNanos(-1)))
        .hasMessage("maxTime must not be negative: PT-0.000000001S");
  }
}
