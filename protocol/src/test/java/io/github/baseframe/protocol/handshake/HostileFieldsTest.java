package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.bytes;
import static io.github.baseframe.protocol.handshake.Heads.lines;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields that were attacks on other implementations (docs/security.md). */
class HostileFieldsTest {
  private static final HttpLimits LARGE = new HttpLimits(8 * 1024, 1 << 20, 100);

  static Stream<Arguments> fields() {
    String blanks = " ".repeat(500_000);
    return Stream.of(
        Arguments.of("Sec-WebSocket-Protocol: b" + blanks + "x"),
        Arguments.of("Sec-WebSocket-Protocol: b" + ",".repeat(500_000) + "x y"),
        Arguments.of("Sec-WebSocket-Extensions: a; b=\"" + "\\c".repeat(250_000)),
        Arguments.of("Sec-WebSocket-Extensions: a" + blanks + "x"),
        Arguments.of("Connection: Upgrade," + blanks + "x" + blanks));
  }

  @ParameterizedTest
  @MethodSource("fields")
  @Timeout(5)
  void fieldsThatTookOthersMinutesTakeNoTime(String field) throws HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(Role.SERVER, LARGE);
    assertThat(parser.parse(bytes(lines(with(field))))).isTrue();
    try {
      ServerHandshake.accept(parser.head(), HandshakeSettings.DEFAULT);
    } catch (HandshakeException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Test
  void anExtensionMayHaveAnyName() throws HandshakeException {
    for (String name : new String[] {"constructor", "__proto__", "toString", "hashCode"}) {
      HttpHead head = request(with("Sec-WebSocket-Extensions: " + name + "; " + name));
      AcceptedHandshake accepted = ServerHandshake.accept(head, HandshakeSettings.DEFAULT);
      assertThat(accepted.response().fields().contains("Sec-WebSocket-Extensions")).isFalse();
    }
  }

  private static String[] with(String field) {
    return new String[] {
      "GET / HTTP/1.1",
      "Host: server.example.com",
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
      field
    };
  }
}
