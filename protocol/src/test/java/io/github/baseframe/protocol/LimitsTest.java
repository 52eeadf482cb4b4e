package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(Limits.DEFAULT).isEqualTo(new Limits(1_048_576, 1_048_576, 131_072, 16_777_216));
  }

  @Test
  void eachLimitCanBeSetAlone() {
    Limits limits = new Limits(1, 2, 3, 4);

    assertThat(limits.withMaxFrameBytes(9)).isEqualTo(new Limits(9, 2, 3, 4));
    assertThat(limits.withMaxFragments(9)).isEqualTo(new Limits(1, 2, 9, 4));
    assertThat(limits.withMaxQueuedBytes(9)).isEqualTo(new Limits(1, 2, 3, 9));
  }

  @Test
  void theLimitForMessagesIsAlsoThatForFrames() {
    assertThat(new Limits(1, 2, 3, 4).withMaxMessageBytes(9)).isEqualTo(new Limits(9, 9, 3, 4));
  }

  @Test
  void beforeDecodingAMessageAndItsFramesMayBeAnEighthLarger() {
    assertThat(new Limits(800, 1600, 3, 4).beforeDecoding())
        .isEqualTo(new Limits(1924, 2824, 3, 4));
    assertThat(new Limits(Long.MAX_VALUE, Integer.MAX_VALUE - 8, 3, 4).beforeDecoding())
        .isEqualTo(new Limits(Long.MAX_VALUE, Integer.MAX_VALUE - 8, 3, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void everyLimitIsAtLeastOne(int bad) {
    assertThatThrownBy(() -> Limits.DEFAULT.withMaxFrameBytes(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxFrameBytes must be at least 1, not " + bad);
    assertThatThrownBy(() -> new Limits(1, bad, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMessageBytes");
    assertThatThrownBy(() -> Limits.DEFAULT.withMaxFragments(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxFragments");
    assertThatThrownBy(() -> Limits.DEFAULT.withMaxQueuedBytes(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxQueuedBytes");
  }

  @Test
  void aMessageFitsIntoAnArray() {
    int most = Integer.MAX_VALUE - 8;
    assertThat(Limits.DEFAULT.withMaxMessageBytes(most).maxMessageBytes()).isEqualTo(most);

    assertThatThrownBy(() -> Limits.DEFAULT.withMaxMessageBytes(most + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMessageBytes must be at most 2147483639");
  }
}
