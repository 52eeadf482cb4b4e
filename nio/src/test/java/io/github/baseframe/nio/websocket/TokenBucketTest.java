package io.github.baseframe.nio.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 7})
  void aBucketFillsSteadilyUpToItsLimit(long origin) {
    TokenBucket bucket = new TokenBucket(10, 2, origin);
    assertThat(bucket.take(1, origin)).isTrue();
    assertThat(bucket.take(1, origin)).isTrue();
    assertThat(bucket.nanosToNext()).isEqualTo(SECOND / 10);

    assertThat(bucket.take(1, origin + SECOND / 10)).isTrue();
    assertThat(bucket.take(1, origin + SECOND / 10)).isFalse();
    assertThat(bucket.take(3, origin + 100 * SECOND)).isFalse();
    assertThat(bucket.take(2, origin + 200 * SECOND)).isTrue();
  }

  @Test
  void whatWasTakenTooMuchHasToFillUpAgain() {
    TokenBucket bucket = new TokenBucket(2_000_000_000L, 1, 0);
    assertThat(bucket.nanosToNext()).isZero();

    assertThat(bucket.take(1_000_000_000, 0)).isFalse();

    assertThat(bucket.nanosToNext()).isEqualTo(SECOND / 2);
    assertThat(bucket.take(0, SECOND / 4)).isFalse();
    assertThat(bucket.nanosToNext()).isEqualTo(SECOND / 4);
  }
}
