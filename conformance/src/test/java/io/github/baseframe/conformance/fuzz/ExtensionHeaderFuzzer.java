package io.github.baseframe.conformance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionHeader;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.handshake.HandshakeException;
import java.util.List;

/**
 * Any lines are values of Sec-WebSocket-Extensions or refused; what was accepted is read from its
 * own text again; a server's answer to it is one that a client who offered it takes.
 */
public final class ExtensionHeaderFuzzer {

  private ExtensionHeaderFuzzer() {}

  /**
   * Runs one input.
   *
   * @param data any bytes
   * @throws HandshakeException where there must not be one
   */
  public static void fuzzerTestOneInput(byte[] data) throws HandshakeException {
    List<Extension> extensions;
    try {
      extensions = ExtensionHeader.parse(List.of(new String(data, ISO_8859_1).split("\n", -1)));
    } catch (HandshakeException e) {
      assertThat(e.status()).isEqualTo(400);
      return;
    }
    String text = ExtensionHeader.format(extensions);
    assertThat(ExtensionHeader.parse(List.of(text))).isEqualTo(extensions);

    try (ExtensionNegotiator server = PerMessageDeflate.defaults(Role.SERVER).newNegotiator();
        ExtensionNegotiator client = PerMessageDeflate.defaults(Role.CLIENT).newNegotiator()) {
      Agreement answer = server.accept(extensions);
      if (answer != null) {
        answer.transforms().get().close();
        // A client that offers more than its own may be answered what it did not offer.
        client.verify(List.of(answer.extension()));
      }
      Agreement verified = client.verify(extensions);
      if (verified != null) {
        assertThat(verified.extension()).isEqualTo(extensions.get(0));
        verified.transforms().get().close();
      }
    }
  }
}
