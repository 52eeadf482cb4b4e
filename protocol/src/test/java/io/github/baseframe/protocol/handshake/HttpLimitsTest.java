package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpLimitsTest {
  @Test
  void theDefaultsAre8KiBAnd16KiBAnd100Fields() {
    assertThat(HttpLimits.DEFAULT).isEqualTo(new HttpLimits(8192, 16384, 100));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,1,0", "-1,1,1", "2,1,1"})
  void limitsArePositiveAndTheStartLineFitsIntoTheHead(int line, int head, int fields) {
    assertThatIllegalArgumentException().isThrownBy(() -> new HttpLimits(line, head, fields));
  }

  @Test
  void theSmallestLimitsAreOne() {
    assertThat(new HttpLimits(1, 1, 1).maxFields()).isOne();
  }
}
