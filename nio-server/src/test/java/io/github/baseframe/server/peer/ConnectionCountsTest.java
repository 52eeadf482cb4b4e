package io.github.baseframe.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {

  private final ConnectionCounts counts = new ConnectionCounts(3, 5);

  private static InetAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @Test
  void anAddressHasAsManyAsItMayAndOneMoreForEachThatEnds() {
    InetAddress one = address("192.0.2.7");
    for (int i = 0; i < 3; i++) {
      assertThat(counts.take(one)).isTrue();
    }

    assertThat(counts.take(one)).isFalse();
    assertThat(counts.take(address("192.0.2.8"))).isTrue();
    counts.giveBack(one);
    assertThat(counts.take(one)).isTrue();
    assertThat(counts.take(one)).isFalse();
  }

  @Test
  void theAddressesOfAnIpv6PrefixShareALimit() {
    for (int i = 0; i < 5; i++) {
      assertThat(counts.take(address("2001:db8::" + i))).isTrue();
    }

    assertThat(counts.take(address("2001:db8::9"))).isFalse();
    assertThat(counts.take(address("2001:db8:0:1::9"))).isTrue();
    counts.giveBack(address("2001:db8::0"));
    assertThat(counts.take(address("2001:db8::9"))).isTrue();
  }

  @Test
  void whatThePrefixRefusesIsNotCountedForTheAddress() {
    for (int i = 0; i < 5; i++) {
      counts.take(address("2001:db8::" + i));
    }
    for (int i = 0; i < 10; i++) {
      counts.take(address("2001:db8::9"));
    }
    for (int i = 0; i < 5; i++) {
      counts.giveBack(address("2001:db8::" + i));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(counts.take(address("2001:db8::9"))).isTrue();
    }
  }

  @Test
  void aHundredThatExhaustTheirLimitKeepOutNobodyElse() {
    Random random = new Random(6455);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(bytes);
      for (int n = 0; n < 10; n++) {
        counts.take(IpAddress.of(bytes));
      }
    }

    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(bytes);
      if (counts.take(IpAddress.of(bytes))) {
        counts.giveBack(IpAddress.of(bytes));
      } else {
        refused++;
      }
    }
    // One in three million, and one of the hundred may have come again.
    assertThat(refused).isLessThan(3);
  }

  @Test
  void manyAddressesLeaveNothingBehind() {
    Random random = new Random(6455);
    byte[] bytes = new byte[16];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(bytes);
      if (counts.take(IpAddress.of(bytes))) {
        counts.giveBack(IpAddress.of(bytes));
      }
    }

    for (int i = 0; i < 3; i++) {
      assertThat(counts.take(address("2001:db8::1"))).isTrue();
    }
  }
}
