package io.github.baseframe.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.4/30, 192.0.2.7, true",
    "192.0.2.4/30, 192.0.2.8, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 192.0.2.7, true",
    "0.0.0.0/0, 2001:db8::7, false",
    "::/0, 2001:db8::7, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "192.0.2.0/24, ::ffff:192.0.2.1, true",
  })
  void aNetworkIsAllThatBeginsWithItsPrefix(String network, String address, boolean contained) {
    assertThat(Networks.of(List.of(network)).contains(new InetSocketAddress(address, 1)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.0/33", "192.0.2.1/24", "2001:db8::1/64", "a.example", "192.0.2.0/", ""})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Networks.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unixStandsForAllWhoComeByAUnixDomainSocket() {
    UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");

    assertThat(Networks.of(List.of("unix")).contains(unnamed)).isTrue();
    assertThat(Networks.of(List.of("0.0.0.0/0", "::/0")).contains(unnamed)).isFalse();
  }

  @Test
  void anAddressWithoutANumberIsInNoNetwork() {
    assertThat(
            Networks.of(List.of("0.0.0.0/0"))
                .contains(InetSocketAddress.createUnresolved("a.example", 1)))
        .isFalse();
  }
}
