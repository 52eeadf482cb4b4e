package io.github.baseframe.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalRatesTest {

  private static final long SECOND = 1_000_000_000;

  private static InetAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 7})
  void afterABurstThereIsOneTokenForEachPartOfASecond(long origin) {
    ArrivalRates rates = new ArrivalRates(10, 3, origin);
    InetAddress one = address("192.0.2.7");
    for (int i = 0; i < 3; i++) {
      assertThat(rates.take(one, origin)).isZero();
    }

    assertThat(rates.take(one, origin)).isEqualTo(SECOND / 10);
    assertThat(rates.take(one, origin + SECOND / 10 - 1)).isEqualTo(1);
    assertThat(rates.take(one, origin + SECOND / 10)).isZero();
    assertThat(rates.take(one, origin + SECOND / 10)).isEqualTo(SECOND / 10);
    assertThat(rates.take(address("192.0.2.8"), origin)).isZero();
  }

  @Test
  void aBucketIsNeverMoreThanFull() {
    ArrivalRates rates = new ArrivalRates(10, 2, 0);
    InetAddress one = address("192.0.2.7");
    long late = 1000 * SECOND;

    assertThat(rates.take(one, late)).isZero();
    assertThat(rates.take(one, late)).isZero();
    assertThat(rates.take(one, late)).isPositive();
  }

  @Test
  void anIpv6PrefixIsOneAddress() {
    ArrivalRates rates = new ArrivalRates(1, 1, 0);

    assertThat(rates.take(address("2001:db8::1"), 0)).isZero();
    assertThat(rates.take(address("2001:db8::2"), 0)).isPositive();
    assertThat(rates.take(address("2001:db8:0:1::2"), 0)).isZero();
  }

  @Test
  void aMillionAddressesThatComeOnceASecondEachKeepOutNobody() {
    ArrivalRates rates = new ArrivalRates(100, 1_000, 0);
    Random random = new Random(6455);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 1_000_000; i++) {
      random.nextBytes(bytes);
      rates.take(IpAddress.of(bytes), i * (SECOND / 1_000_000));
    }

    assertThat(rates.take(address("192.0.2.7"), SECOND)).isZero();
  }
}
