package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketKeyTest {
  /** RFC 6455 sections 1.3 and 4.2.2; the bytes are those the RFC prints. */
  @Test
  void theAcceptOfTheKeyOfTheRfcIsTheOneOfTheRfc() {
    String accept = WebSocketKey.accept("dGhlIHNhbXBsZSBub25jZQ==");

    assertThat(accept).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(Base64.getDecoder().decode(accept))
        .isEqualTo(HexFormat.of().parseHex("b37a4f2cc0624f1690f64606cf385945b2bec4ea"));
  }

  @Test
  void aKeyIsSixteenRandomBytesInBase64() {
    SecureRandom ones =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0xFF);
          }
        };

    assertThat(WebSocketKey.generate(ones)).isEqualTo("/////////////////////w==");
  }

  @Test
  void everyKeyIsAnother() {
    SecureRandom random = new SecureRandom();
    String key = WebSocketKey.generate(random);

    assertThat(WebSocketKey.isValid(key)).isTrue();
    assertThat(WebSocketKey.generate(random)).isNotEqualTo(key);
  }

  /** The second is the key that RFC 6455 section 4.1 prints, with bits behind its last byte. */
  @ParameterizedTest
  @ValueSource(strings = {"dGhlIHNhbXBsZSBub25jZQ==", "AQIDBAUGBwgJCgsMDQ4PEC=="})
  void sixteenBytesInBase64AreAKey(String key) {
    assertThat(WebSocketKey.isValid(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "==",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ=",
        "dGhlIHNhbXBsZSBub25jZQ= ",
        "dGhlIHNhbXBsZSBub25jZQA=",
        "dGhlIHNhbXBsZSBub25jZQAA",
        "dGhlIHNhbXBsZSBub25j====",
        "dGhlIHNhbXBsZSBub25j",
        "dGhlIHNhbXBsZSBub25jZSBhYg==",
        "dGhlIHNhbXBsZSBub25jZ-==",
        "dGhlIHNhbXBsZSBub25jZ_==",
        "dGhlIHNhbX sZSBub25jZQ==",
        "\u00e9GhlIHNhbXBsZSBub25jZQ==",
        "=GhlIHNhbXBsZSBub25jZQ==",
      })
  void nothingElseIsAKey(String key) {
    assertThat(WebSocketKey.isValid(key)).isFalse();
  }
}
