package io.github.baseframe.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.handshake.Authority;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.net.URI;
import java.util.Locale;

/**
 * Any text is a WebSocket URI or refused; what was accepted is a URI to the JDK as well, with the
 * same parts, and is read from its own text again.
 */
public final class UriFuzzer {

  private UriFuzzer() {}

  /**
   * Runs one input.
   *
   * @param data any bytes
   */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    Authority authority = Authority.parse(text);
    if (authority != null) {
      assertThat(Authority.parse(authority.toString())).isEqualTo(authority);
    }
    WebSocketUri uri;
    try {
      uri = WebSocketUri.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not a WebSocket URI");
      return;
    }
    assertThat(WebSocketUri.parse(uri.toString())).hasToString(uri.toString());
    assertThat(uri.port()).isBetween(1, 65_535);

    URI other = URI.create(uri.toString());
    assertThat(other.getScheme()).isEqualTo(uri.secure() ? "wss" : "ws");
    assertThat(other.getRawAuthority().toLowerCase(Locale.ROOT)).isEqualTo(uri.hostHeader());
    assertThat(other.getRawPath()).isEqualTo(uri.path());
    assertThat(other.getRawQuery()).isEqualTo(uri.query());
  }
}
