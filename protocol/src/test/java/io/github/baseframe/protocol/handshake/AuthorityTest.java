package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "example.com,example.com,-1",
    "EXAMPLE.com:8080,example.com,8080",
    "example.com:,example.com,-1",
    "example.com:00080,example.com,80",
    "h:1,h,1",
    "h:65535,h,65535",
    "127.0.0.1:80,127.0.0.1,80",
    "my_host.,my_host.,-1",
    "a%2Fb!$&'()*+;=~-,'a%2fb!$&''()*+;=~-',-1",
    "[::1],::1,-1",
    "[::],::,-1",
    "[1:2:3:4:5:6:7:8]:9,1:2:3:4:5:6:7:8,9",
    "[ABCD::1.2.3.4]:65535,abcd::1.2.3.4,65535",
    "[1:2:3:4:5:6:127.0.0.255],1:2:3:4:5:6:127.0.0.255,-1",
    "[1:2:3:4:5:6:7::],1:2:3:4:5:6:7::,-1",
    "[::2:3:4:5:6:7:8],::2:3:4:5:6:7:8,-1",
  })
  void hostAndPortAreReadAsTheRfcSays(String text, String host, int port) {
    assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "a b",
        "a/b",
        "user@host",
        "a\\b",
        "a%2",
        "a%zz",
        "a%2z",
        "h\u00e4",
        "h:0",
        "h:65536",
        "h:4294967297",
        "h:-1",
        "h:+1",
        "h:8o",
        "h:80:80",
        "h:/",
        "::1",
        "[::1",
        "[]",
        "[::1]x",
        "[::1]80",
        "[::1]:x",
        "[1]",
        "[v1.x]",
        "[fe80::1%25eth0]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7::8]",
        "[1::2::3]",
        "[:::]",
        "[:1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:]",
        "[12345::]",
        "[g::]",
        "[1.2.3.4::]",
        "[::1.2.3]",
        "[::1.2.3.4.5]",
        "[::1.2.3.256]",
        "[::1.2.3.04]",
        "[::1.2.3.]",
        "[::1.2..4]",
        "[::1.2.3.x]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
      })
  void whatIsNoHostAndPortIsRefused(String text) {
    assertThat(Authority.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "example.com:8080", "[::1]", "[::1]:8080"})
  void itIsWrittenAsItWasRead(String text) {
    assertThat(Authority.parse(text)).hasToString(text);
  }
}
