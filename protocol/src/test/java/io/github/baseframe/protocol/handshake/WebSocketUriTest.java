package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUriTest {
  @ParameterizedTest
  @CsvSource({
    "ws://example.com/chat,false,example.com,80,/chat,,example.com",
    "wss://example.com/chat,true,example.com,443,/chat,,example.com",
    "WSS://Example.COM,true,example.com,443,/,,example.com",
    "ws://example.com:8080?a=b,false,example.com,8080,/,a=b,example.com:8080",
    "ws://example.com:80/,false,example.com,80,/,,example.com",
    "ws://example.com:443/,false,example.com,443,/,,example.com:443",
    "wss://example.com:443/,true,example.com,443,/,,example.com",
    "wss://example.com:80/,true,example.com,80,/,,example.com:80",
    "ws://example.com:/x,false,example.com,80,/x,,example.com",
    "ws://h:65535,false,h,65535,/,,h:65535",
    "ws://h:1,false,h,1,/,,h:1",
    "ws://127.0.0.1:9001/,false,127.0.0.1,9001,/,,127.0.0.1:9001",
    "ws://[::1]/,false,::1,80,/,,[::1]",
    "wss://[2001:DB8::1]:8443/x,true,2001:db8::1,8443,/x,,[2001:db8::1]:8443",
    "ws://h/a%20b/%C3%A9?c%23d,false,h,80,/a%20b/%C3%A9,c%23d,h",
    "ws://h/a//b/../c;d=e:f@g?h/i?j,false,h,80,/a//b/../c;d=e:f@g,h/i?j,h",
    "ws://h?/x,false,h,80,/,/x,h",
  })
  void partsAreTakenAsTheyAreWritten(
      String text,
      boolean secure,
      String host,
      int port,
      String path,
      String query,
      String header) {
    WebSocketUri uri = WebSocketUri.parse(text);

    assertThat(uri.secure()).isEqualTo(secure);
    assertThat(uri.host()).isEqualTo(host);
    assertThat(uri.port()).isEqualTo(port);
    assertThat(uri.path()).isEqualTo(path);
    assertThat(uri.query()).isEqualTo(query);
    assertThat(uri.hostHeader()).isEqualTo(header);
    assertThat(uri.resourceName()).isEqualTo(query == null ? path : path + "?" + query);
    assertThat(uri).hasToString((secure ? "wss://" : "ws://") + header + uri.resourceName());
  }

  /** Section 3: the question mark belongs to the resource name "if the query is non-empty". */
  @Test
  void anEmptyQueryIsNone() {
    assertThat(WebSocketUri.parse("ws://h/x?").query()).isNull();
    assertThat(WebSocketUri.parse("ws://h/x?").resourceName()).isEqualTo("/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "h", "/x", "http://h/", "ws:/h/", "ws:h", "://h", " ws://h/", "wsx://h/"})
  void theSchemeIsWsOrWss(String text) {
    assertRefused(text, "it must start with ws:// or wss://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://h/#", "ws://h/x#y", "ws://h?x#y", "ws://h#y"})
  void thereIsNoFragment(String text) {
    assertRefused(text, "it must not have a fragment; in a path or a query '#' is written %23");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://user@h/", "ws://user:secret@h/", "ws://@h/"})
  void thereIsNoUserInformation(String text) {
    assertRefused(text, "it must not have user information");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://",
        "ws:///x",
        "ws://?x",
        "ws://:80/",
        "ws://h:0/",
        "ws://h:65536/",
        "ws://h:99999999999/",
        "ws://h:x/",
        "ws://h:-1/",
        "ws://h h/",
        "ws://h\u00e4/",
        "ws://h\\x/",
        "ws://h\r\nX: y/",
        "ws://[::1/",
        "ws://::1/",
        "ws://[::1%25eth0]/",
      })
  void hostAndPortAreValid(String text) {
    assertRefused(text, "it needs a valid host and, if any, a port from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ", "\r", "\n", "\u0000", "\u007f", "\u00e4", "\u010d", "\"", "<", "|", "%", "%4", "%x4"
      })
  void whatNeedsPercentEncodingIsRefusedWhereItStands(String bad) {
    assertRefused(
        "ws://h/ab" + bad, "its path has an invalid character, which needs percent-encoding, at 3");
    assertRefused(
        "ws://h/ab?cd" + bad + "g",
        "its query has an invalid character, which needs percent-encoding, at 2");
  }

  private static void assertRefused(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketUri.parse(text))
        .withMessage("not a WebSocket URI: " + reason);
  }
}
