package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.lines;
import static io.github.baseframe.protocol.handshake.Heads.refused;
import static io.github.baseframe.protocol.handshake.Heads.response;
import static io.github.baseframe.protocol.handshake.Heads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.protocol.Rule;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
  private static final List<String> RESPONSE =
      List.of(
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: " + Heads.ACCEPT);

  private static final ClientHandshake CLIENT =
      client("ws://server.example.com/chat", HttpFields.EMPTY, "chat", "superchat");

  private static ClientHandshake client(String uri, HttpFields headers, String... subprotocols) {
    return new ClientHandshake(
        WebSocketUri.parse(uri), List.of(subprotocols), headers, null, Heads.KEY);
  }

  /** The response with the lines of one name (or the status line) replaced by other lines. */
  private static HttpHead responseWith(String replaced, String... lines) throws HandshakeException {
    List<String> all = new ArrayList<>(RESPONSE);
    all.removeIf(line -> line.startsWith(replaced));
    all.addAll(replaced.startsWith("HTTP") ? 0 : all.size(), Arrays.asList(lines));
    return response(all.toArray(String[]::new));
  }

  private static HttpHead and(String... lines) throws HandshakeException {
    return responseWith("none", lines);
  }

  private static void assertFailed(Rule rule, HttpHead response) {
    assertThat(refused(() -> CLIENT.verify(response)))
        .returns(Optional.of(rule), HandshakeException::rule)
        .returns(response.status(), HandshakeException::status)
        .returns(response.fields(), HandshakeException::fields);
  }

  // The request.

  @Test
  void theRequestIsTheOneOfTheRfc() {
    ClientHandshake client =
        client(
            "ws://server.example.com/chat",
            HttpFields.of("Origin", "http://example.com"),
            "chat",
            "superchat");

    assertThat(text(client.request().toBytes()))
        .isEqualTo(
            lines(
                "GET /chat HTTP/1.1",
                "Host: server.example.com",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: chat, superchat",
                "Origin: http://example.com"));
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h,/,h",
    "ws://h:80/x?y,/x?y,h",
    "ws://h:81/?y,/?y,h:81",
    "wss://h:443/%20,/%20,h",
    "wss://[::1]:80/,/,[::1]:80",
  })
  void targetAndHostAreThoseOfTheUri(String uri, String target, String host) {
    HttpHead request = client(uri, HttpFields.EMPTY).request();

    assertThat(request.target()).isEqualTo(target);
    assertThat(request.fields().all("Host")).containsExactly(host);
    assertThat(request.fields().contains("Sec-WebSocket-Protocol")).isFalse();
    assertThat(request.fields().contains("Sec-WebSocket-Extensions")).isFalse();
  }

  @Test
  void everyHandshakeHasAKeyOfItsOwn() {
    WebSocketUri uri = WebSocketUri.parse("ws://h");
    SecureRandom random = new SecureRandom();
    String key =
        new ClientHandshake(uri, List.of(), HttpFields.EMPTY, random)
            .request()
            .fields()
            .first("Sec-WebSocket-Key");
    String next =
        new ClientHandshake(uri, List.of(), HttpFields.EMPTY, random)
            .request()
            .fields()
            .first("Sec-WebSocket-Key");

    assertThat(WebSocketKey.isValid(key)).isTrue();
    assertThat(next).isNotEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "upgrade", "Connection", "Sec-WebSocket-Key", "Transfer-Encoding"})
  void theApplicationCannotSetTheHandshakesOwnHeaders(String name) {
    HttpFields headers = HttpFields.of(name, "x");
    assertThatIllegalArgumentException().isThrownBy(() -> client("ws://h", headers));
  }

  @Test
  void thereIsOneOriginAtMost() {
    HttpFields headers = HttpFields.of("Origin", "http://a", "origin", "http://a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client("ws://h", headers))
        .withMessage("a request has one Origin at most");
  }

  @Test
  void subprotocolsAreDifferentTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client("ws://h", HttpFields.EMPTY, "a", "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client("ws://h", HttpFields.EMPTY, "a\r\nX: y"));
  }

  // The response.

  @Test
  void theResponseOfTheRfcOpensTheConnection() throws HandshakeException {
    HttpHead response = and("Sec-WebSocket-Protocol: chat", "X-A: 1", "x-a: 2");
    AcceptedHandshake accepted = CLIENT.verify(response);

    assertThat(accepted.subprotocol()).isEqualTo("chat");
    assertThat(accepted.path()).isEqualTo("/chat");
    assertThat(accepted.query()).isNull();
    assertThat(accepted.header("X-a")).isEqualTo("1");
    assertThat(accepted.headers("x-A")).containsExactly("1", "2");
    assertThat(accepted.response()).isSameAs(response);
  }

  @Test
  void theServerMayChooseNoSubprotocol() throws HandshakeException {
    assertThat(CLIENT.verify(and()).subprotocol()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 401, 403, 426, 500, 999})
  void anotherStatusOpensNoConnectionAndIsTold(int status) throws HandshakeException {
    HttpHead response = responseWith("HTTP", "HTTP/1.1 " + status + " ", "Location: /x");

    assertFailed(Rule.STATUS_NOT_101, response);
    assertThat(refused(() -> CLIENT.verify(response)))
        .hasMessage("the server answered with status " + status)
        .returns("/x", e -> e.fields().first("location"));
  }

  @Test
  void anInterimResponseIsNoneYet() throws HandshakeException {
    assertThat(ClientHandshake.isInterim(response("HTTP/1.1 100 Continue"))).isTrue();
    assertThat(ClientHandshake.isInterim(response("HTTP/1.1 103 Early Hints"))).isTrue();
    assertThat(ClientHandshake.isInterim(response("HTTP/1.1 199 "))).isTrue();
    assertThat(ClientHandshake.isInterim(and())).isFalse();
    assertThat(ClientHandshake.isInterim(response("HTTP/1.1 200 OK"))).isFalse();
  }

  @Test
  void inHttp10NoUpgradeIsPossible() throws HandshakeException {
    assertFailed(
        Rule.RESPONSE_IN_HTTP_1_0, responseWith("HTTP", "HTTP/1.0 101 Switching Protocols"));
  }

  @Test
  void upgradeIsWebsocketInAnyCase() throws HandshakeException {
    assertThat(CLIENT.verify(responseWith("Upgrade", "UPGRADE: WebSocket")).path())
        .isEqualTo("/chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h2c", "websocket, h2c", "websocket/13", "web socket"})
  void upgradeToAnythingElseIsAFailure(String upgrade) throws HandshakeException {
    assertFailed(
        Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET, responseWith("Upgrade", "Upgrade: " + upgrade));
  }

  @Test
  void upgradeIsThereOnce() throws HandshakeException {
    assertFailed(Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET, responseWith("Upgrade"));
    assertFailed(Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET, and("Upgrade: websocket"));
  }

  @Test
  void connectionHoldsTheTokenUpgrade() throws HandshakeException {
    HttpHead list = responseWith("Connection", "Connection: keep-alive", "connection: UPGRADE");

    assertThat(CLIENT.verify(list).path()).isEqualTo("/chat");
    assertFailed(Rule.RESPONSE_CONNECTION_NOT_UPGRADE, responseWith("Connection"));
    assertFailed(
        Rule.RESPONSE_CONNECTION_NOT_UPGRADE, responseWith("Connection", "Connection: close"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "S3PPLMBITXAQ9KYGZZHZRBK+XOO=",
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo",
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo= x",
        "dGhlIHNhbXBsZSBub25jZQ=="
      })
  void anAcceptThatDoesNotMatchTheKeyIsAFailure(String accept) throws HandshakeException {
    assertFailed(
        Rule.ACCEPT_MISMATCH,
        responseWith("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: " + accept));
  }

  @Test
  void acceptIsThereOnce() throws HandshakeException {
    assertFailed(Rule.ACCEPT_MISMATCH, responseWith("Sec-WebSocket-Accept"));
    assertFailed(Rule.ACCEPT_REPEATED, and("Sec-WebSocket-Accept: " + Heads.ACCEPT));
  }

  @Test
  void whiteSpaceAroundAcceptDoesNotMatter() throws HandshakeException {
    HttpHead response =
        responseWith("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: \t " + Heads.ACCEPT + " ");

    assertThat(CLIENT.verify(response).path()).isEqualTo("/chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"permessage-deflate", "foo; bar", "", ";"})
  void noExtensionWasOfferedSoNoneMayBeUsed(String extensions) throws HandshakeException {
    assertFailed(Rule.EXTENSION_NOT_OFFERED, and("Sec-WebSocket-Extensions: " + extensions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other", "Chat", "chat, superchat", "chat x"})
  void theSubprotocolIsOneOfThoseOffered(String subprotocol) throws HandshakeException {
    assertFailed(Rule.SUBPROTOCOL_NOT_OFFERED, and("Sec-WebSocket-Protocol: " + subprotocol));
  }

  @Test
  void thereIsOneSubprotocolAtMost() throws HandshakeException {
    assertFailed(
        Rule.SUBPROTOCOL_REPEATED,
        and("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: chat"));
  }

  @Test
  void withoutAnOfferNoSubprotocolMayBeChosen() throws HandshakeException {
    ClientHandshake client = client("ws://h", HttpFields.EMPTY);
    HttpHead response = and("Sec-WebSocket-Protocol: chat");

    assertThat(refused(() -> client.verify(response)).rule())
        .contains(Rule.SUBPROTOCOL_NOT_OFFERED);
  }

  /** RFC 9112 section 6.3: a 1xx response ends with its head, whatever its fields say. */
  @Test
  void aBodyThatA101AnnouncesIsNotThere() throws HandshakeException {
    assertThat(CLIENT.verify(and("Content-Length: 5", "Transfer-Encoding: chunked")).path())
        .isEqualTo("/chat");
  }
}
