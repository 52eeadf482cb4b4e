package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.refused;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static io.github.baseframe.protocol.handshake.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 9.1: extensions in the opening handshake. */
class ExtensionNegotiatorTest {

  private final ExtensionNegotiator deflate =
      PerMessageDeflate.defaults(Role.CLIENT).newNegotiator();

  @AfterEach
  void close() {
    deflate.close();
  }

  private static AcceptedHandshake accept(ExtensionNegotiator extension, String offers)
      throws HandshakeException {
    HttpHead request =
        request(
            "GET /chat HTTP/1.1",
            "Host: server.example.com",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + Heads.KEY,
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Extensions: " + offers);
    return ServerHandshake.accept(request, HandshakeSettings.DEFAULT, extension);
  }

  private AcceptedHandshake verify(String... answer) throws HandshakeException {
    ClientHandshake client =
        new ClientHandshake(
            WebSocketUri.parse("ws://server.example.com/chat"),
            List.of(),
            HttpFields.EMPTY,
            deflate,
            Heads.KEY);
    String[] lines = new String[4 + answer.length];
    lines[0] = "HTTP/1.1 101 Switching Protocols";
    lines[1] = "Upgrade: websocket";
    lines[2] = "Connection: Upgrade";
    lines[3] = "Sec-WebSocket-Accept: " + Heads.ACCEPT;
    for (int i = 0; i < answer.length; i++) {
      lines[4 + i] = "Sec-WebSocket-Extensions: " + answer[i];
    }
    return client.verify(response(lines));
  }

  @Test
  void aServerNamesTheExtensionThatItAgreesTo() throws HandshakeException {
    AcceptedHandshake accepted =
        accept(deflate, "foo, permessage-deflate; server_max_window_bits=\"10\"");

    assertThat(accepted.response().fields().all("Sec-WebSocket-Extensions"))
        .containsExactly("permessage-deflate; server_max_window_bits=10");
    assertThat(accepted.newTransform()).isNotNull().isNotSameAs(accepted.newTransform());
  }

  @Test
  void aServerThatAgreesToNoneNamesNone() throws HandshakeException {
    for (AcceptedHandshake accepted :
        List.of(accept(deflate, "foo"), accept(null, "permessage-deflate"))) {
      assertThat(accepted.response().fields().contains("Sec-WebSocket-Extensions")).isFalse();
      assertThat(accepted.newTransform()).isNull();
    }
  }

  @Test
  void aClientOffersTheExtension() {
    ClientHandshake client =
        new ClientHandshake(
            WebSocketUri.parse("ws://server.example.com/chat"),
            List.of(),
            HttpFields.EMPTY,
            deflate,
            new SecureRandom());

    assertThat(client.request().fields().all("Sec-WebSocket-Extensions"))
        .containsExactly("permessage-deflate; client_max_window_bits");
  }

  @Test
  void aServerMayAgreeOrNot() throws HandshakeException {
    assertThat(verify("permessage-deflate").newTransform()).isNotNull();
    assertThat(verify().newTransform()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "permessage-deflate; foo", "permessage-deflate, foo"})
  void anAnswerThatFitsToNoOfferFailsTheClient(String answer) {
    HandshakeException failure = refused(() -> verify(answer));

    assertThat(failure.rule()).contains(Rule.EXTENSION_NOT_AS_OFFERED);
    assertThat(failure.status()).isEqualTo(101);
  }

  @Test
  void anAnswerInTwoFieldsIsOneList() {
    assertThat(refused(() -> verify("permessage-deflate", "foo")).rule())
        .contains(Rule.EXTENSION_NOT_AS_OFFERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "permessage-deflate; client_max_window_bits="})
  void anAnswerThatIsNoListOfExtensionsFailsTheClient(String answer) {
    HandshakeException failure = refused(() -> verify(answer));

    assertThat(failure.rule()).contains(Rule.EXTENSIONS_MALFORMED);
    assertThat(failure.status()).isEqualTo(101);
  }

  @Test
  void anAgreementIsComplete() {
    Extension foo = new Extension("foo", List.of());

    assertThatNullPointerException().isThrownBy(() -> new Agreement(null, () -> null));
    assertThatNullPointerException().isThrownBy(() -> new Agreement(foo, null));
  }
}
