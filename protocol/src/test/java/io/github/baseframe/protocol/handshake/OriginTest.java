package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com,http,example.com,80",
    "HTTPS://Example.com,https,example.com,443",
    "https://example.com:80,https,example.com,80",
    "http://[::1]:8080,http,::1,8080",
    "chrome-extension://abc,chrome-extension,abc,-1",
  })
  void anOriginIsSchemeHostAndPort(String text, String scheme, String host, int port) {
    assertThat(Origin.parse(text)).isEqualTo(new Origin(scheme, new Authority(host, port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "example.com",
        "://example.com",
        "1http://example.com",
        "http://",
        "http://example.com/",
        "http://example.com/x",
        "http://a http://b",
        "http://user@example.com",
        "*://example.com",
        "http://example.com:0",
      })
  void nothingElseIsAnOrigin(String text) {
    assertThat(Origin.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com,example.com,true",
    "http://example.com,EXAMPLE.com,true",
    "http://example.com,example.com:80,true",
    "https://example.com,example.com,true",
    "https://example.com,example.com:443,true",
    "http://example.com:8080,example.com:8080,true",
    "http://[::1]:1,[::1]:1,true",
    "http://example.com,example.com:443,false",
    "https://example.com,example.com:80,false",
    "http://example.com:443,example.com,false",
    "http://example.com,example.com:8080,false",
    "http://example.com:8080,example.com,false",
    "http://example.com,www.example.com,false",
    "http://example.com.evil.org,example.com,false",
    "chrome-extension://abc,abc,false",
    "ws://example.com,example.com,false",
  })
  void aPageIsServedByItsOwnHostAndPortOnly(String origin, String host, boolean served) {
    assertThat(Origin.parse(origin).isServedBy(Authority.parse(host))).isEqualTo(served);
  }
}
