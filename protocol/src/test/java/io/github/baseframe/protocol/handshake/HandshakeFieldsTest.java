package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeFieldsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "upgrade",
        "CONNECTION",
        "Content-Length",
        "Transfer-Encoding",
        "Sec-WebSocket-Key",
        "sec-websocket-accept",
        "Sec-WebSocket-Version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Whatever",
      })
  void theHandshakeSetsItsOwnFieldsAlone(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandshakeFields.requireNoneOf(HttpFields.of("A", "b", name, "x")))
        .withMessage("the handshake itself sets the header field " + name);
  }

  @Test
  void allOtherFieldsAreTheApplications() {
    assertThatCode(
            () ->
                HandshakeFields.requireNoneOf(
                    HttpFields.of("Origin", "http://a", "Cookie", "b", "Sec-WebSocket", "c")))
        .doesNotThrowAnyException();
  }

  @Test
  void subprotocolsAreDifferentTokens() {
    assertThat(HandshakeFields.requireSubprotocols(List.of("chat", "Chat", "v1.json")))
        .containsExactly("chat", "Chat", "v1.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandshakeFields.requireSubprotocols(List.of("a", "b", "a")))
        .withMessage("a subprotocol is named twice");
    assertThatNullPointerException()
        .isThrownBy(() -> HandshakeFields.requireSubprotocols(Arrays.asList("a", null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a,b", "a\r", "a\nb", "a\u0000", "\u00e4", "\u010d", "a/b", "\t"})
  void aSubprotocolCannotBreakOutOfItsField(String subprotocol) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandshakeFields.requireSubprotocols(List.of("a", subprotocol)))
        .withMessage("a subprotocol's name must be a token");
  }
}
