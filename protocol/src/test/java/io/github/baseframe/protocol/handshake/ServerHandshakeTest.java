package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.lines;
import static io.github.baseframe.protocol.handshake.Heads.refused;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static io.github.baseframe.protocol.handshake.Heads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeTest {
  private static final HandshakeSettings DEFAULT = HandshakeSettings.DEFAULT;

  /** RFC 6455 section 1.2, but for Origin, which would be another page's. */
  private static final List<String> REQUEST =
      List.of(
          "GET /chat HTTP/1.1",
          "Host: server.example.com",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Protocol: chat, superchat",
          "Sec-WebSocket-Version: 13");

  /** The request with the lines of one name (or the request line) replaced by other lines. */
  private static HttpHead requestWith(String replaced, String... lines) throws HandshakeException {
    List<String> all = new ArrayList<>(REQUEST);
    all.removeIf(line -> line.startsWith(replaced));
    all.addAll(replaced.equals("GET") ? 0 : all.size(), Arrays.asList(lines));
    return request(all.toArray(String[]::new));
  }

  private static HttpHead without(String name) throws HandshakeException {
    return requestWith(name);
  }

  private static HttpHead and(String... lines) throws HandshakeException {
    return requestWith("none", lines);
  }

  private static AcceptedHandshake accept(HandshakeSettings settings, HttpHead request)
      throws HandshakeException {
    return ServerHandshake.accept(request, settings);
  }

  private static HandshakeException assertRefused(Rule rule, HttpHead request) {
    HandshakeException refusal = refused(() -> accept(DEFAULT, request));
    assertThat(refusal.rule()).contains(rule);
    assertThat(refusal.status()).isEqualTo(rule.code());
    return refusal;
  }

  private static String subprotocolOf(HandshakeSettings server, String... lines)
      throws HandshakeException {
    return accept(server, requestWith("Sec-WebSocket-Protocol", lines)).subprotocol();
  }

  @Test
  void theHandshakeOfTheRfcIsAnsweredAsInTheRfc() throws HandshakeException {
    AcceptedHandshake accepted =
        accept(
            DEFAULT
                .withSubprotocols("chat")
                .withOriginPolicy(OriginPolicy.allow(List.of("http://example.com"))),
            and("Origin: http://example.com"));

    assertThat(text(accepted.response().toBytes()))
        .isEqualTo(
            lines(
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "Sec-WebSocket-Protocol: chat"));
  }

  @Test
  void theApplicationSeesTheRequest() throws HandshakeException {
    AcceptedHandshake accepted =
        accept(DEFAULT, requestWith("GET", "GET /a%20b?c=d?e HTTP/1.1", "Cookie: f", "cookie: g"));

    assertThat(accepted.path()).isEqualTo("/a%20b");
    assertThat(accepted.query()).isEqualTo("c=d?e");
    assertThat(accepted.header("COOKIE")).isEqualTo("f");
    assertThat(accepted.headers("Cookie")).containsExactly("f", "g");
    assertThat(accepted.header("none")).isNull();
    assertThat(accepted.subprotocol()).isNull();
  }

  @Test
  void theResponseHasTheApplicationsHeadersAtItsEnd() throws HandshakeException {
    HandshakeSettings server = DEFAULT.withHeaders(HttpFields.of("Set-Cookie", "a", "X-B", "c"));

    assertThat(text(accept(server, and()).response().toBytes()))
        .endsWith("xOo=\r\nSet-Cookie: a\r\nX-B: c\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade", "connection", "Sec-WebSocket-Protocol", "Content-Length"})
  void theApplicationCannotSetTheHandshakesOwnHeaders(String name) {
    HttpFields fields = HttpFields.of(name, "0");
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withHeaders(fields));
  }

  @Test
  void theSubprotocolsOfTheServerAreDifferentTokens() {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withSubprotocols("a\r\nb"));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withSubprotocols("a", "a"));
    assertThatNullPointerException().isThrownBy(() -> DEFAULT.withOriginPolicy(null));
  }

  // What HTTP demands of every request.

  @Test
  void aRequestWithoutHostIsAnswered400() throws HandshakeException {
    assertRefused(Rule.HOST_MISSING, without("Host"));
  }

  @Test
  void aRequestWithTwoHostsIsAnswered400EvenWhenTheyAgree() throws HandshakeException {
    assertRefused(Rule.HOST_REPEATED, and("host: server.example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "user@a", "a:x", "a:65536", "a, b", "[::1", "a\u00e9"})
  void aMalformedHostIsAnswered400(String host) throws HandshakeException {
    assertRefused(Rule.HOST_MALFORMED, requestWith("Host", "Host: " + host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:80", "[::1]:80", "127.0.0.1"})
  void aWellFormedHostIsAccepted(String host) throws HandshakeException {
    assertThat(accept(DEFAULT, requestWith("Host", "Host: " + host)).header("Host"))
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked",
        "Transfer-Encoding:",
        "Content-Length: 1",
        "Content-Length:",
        "Content-Length: -0",
        "Content-Length: 00",
        "Content-Length: 0, 0",
        "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
      })
  void anAnnouncedBodyIsAnswered400(String lines) throws HandshakeException {
    assertRefused(Rule.BODY_ANNOUNCED, and(lines));
  }

  @Test
  void anEmptyBodyMayBeAnnounced() throws HandshakeException {
    assertThat(accept(DEFAULT, and("Content-Length: 0")).path()).isEqualTo("/chat");
  }

  @Test
  void plainRequestsAreHeldToTheSameRulesOfHttp() throws HandshakeException {
    ServerHandshake.requireValidHttp(request("GET / HTTP/1.1", "Host: a"));
    ServerHandshake.requireValidHttp(request("GET / HTTP/1.0"));

    Map<Rule, HttpHead> broken =
        Map.of(
            Rule.HOST_MISSING, request("GET / HTTP/1.1"),
            Rule.HOST_REPEATED, request("GET / HTTP/1.0", "Host: a", "Host: a"),
            Rule.HOST_MALFORMED, request("GET / HTTP/1.0", "Host:"),
            Rule.BODY_ANNOUNCED, request("POST / HTTP/1.1", "Host: a", "Content-Length: 4"));
    broken.forEach(
        (rule, request) ->
            assertThat(refused(() -> ServerHandshake.requireValidHttp(request)).rule())
                .contains(rule));
  }

  // The request line.

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "get"})
  void anotherMethodIsAnswered405WithTheOneAllowed(String method) throws HandshakeException {
    HandshakeException refusal =
        assertRefused(Rule.METHOD_NOT_GET, requestWith("GET", method + " /chat HTTP/1.1"));

    assertThat(refusal.fields().first("Allow")).isEqualTo("GET");
  }

  @Test
  void inHttp10NoUpgradeIsPossible() throws HandshakeException {
    HttpHead request = requestWith("GET", "GET /chat HTTP/1.0");

    assertThat(ServerHandshake.isUpgrade(request)).isFalse();
    assertThat(assertRefused(Rule.REQUEST_IN_HTTP_1_0, request).fields().first("Upgrade"))
        .isEqualTo("websocket");
  }

  @Test
  void inAHigherMinorVersionTheUpgradeIsAccepted() throws HandshakeException {
    assertThat(accept(DEFAULT, requestWith("GET", "GET /chat HTTP/1.2")).path()).isEqualTo("/chat");
  }

  @Test
  void theTargetMayBeAnAbsoluteUri() throws HandshakeException {
    AcceptedHandshake accepted =
        accept(DEFAULT, requestWith("GET", "GET http://other.example.com/chat?a HTTP/1.1"));

    assertThat(accepted.path()).isEqualTo("/chat");
    assertThat(accepted.query()).isEqualTo("a");
  }

  @Test
  void theHostOfAnAbsoluteTargetIsTheOneThatOriginIsComparedWith() throws HandshakeException {
    String target = "GET http://other.example.com/ HTTP/1.1";

    accept(DEFAULT, requestWith("GET", target, "Origin: http://other.example.com"));
    assertRefused(
        Rule.ORIGIN_NOT_ALLOWED, requestWith("GET", target, "Origin: http://server.example.com"));
    assertRefused(Rule.HOST_MALFORMED, requestWith("Host", "Host: a b", "Origin: http://a"));
  }

  // Upgrade and Connection.

  @ParameterizedTest
  @ValueSource(strings = {"none", "Upgrade: h2c", "Upgrade: websocket/13", "Upgrade: websockets"})
  void withoutUpgradeToWebsocketTheAnswerIs426(String line) throws HandshakeException {
    HttpHead request = line.equals("none") ? without("Upgrade") : requestWith("Upgrade", line);

    assertThat(ServerHandshake.isUpgrade(request)).isFalse();
    HandshakeException refusal = assertRefused(Rule.REQUEST_UPGRADE_NOT_WEBSOCKET, request);
    assertThat(refusal.fields().first("Upgrade")).isEqualTo("websocket");
    assertThat(refusal.fields().first("Sec-WebSocket-Version")).isEqualTo("13");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "Connection: keep-alive", "Connection: Upgrades"})
  void withoutUpgradeInConnectionTheAnswerIs426(String line) throws HandshakeException {
    HttpHead request =
        line.equals("none") ? without("Connection") : requestWith("Connection", line);

    assertThat(ServerHandshake.isUpgrade(request)).isFalse();
    assertRefused(Rule.REQUEST_CONNECTION_NOT_UPGRADE, request);
  }

  @Test
  void upgradeAndConnectionAreListsInAnyCaseOverSeveralLines() throws HandshakeException {
    HttpHead request =
        request(
            "GET / HTTP/1.1",
            "Host: a",
            "Upgrade: h2c",
            "UPGRADE: foo/1 ,WebSocket",
            "Connection: keep-alive",
            "connection: TE, UPGRADE",
            "Sec-WebSocket-Key: " + Heads.KEY,
            "Sec-WebSocket-Version: 13");

    assertThat(ServerHandshake.isUpgrade(request)).isTrue();
    assertThat(accept(DEFAULT, request).path()).isEqualTo("/");
  }

  @Test
  void aMethodThatCannotUpgradeIsStillAnAttempt() throws HandshakeException {
    assertThat(ServerHandshake.isUpgrade(requestWith("GET", "POST / HTTP/1.1"))).isTrue();
    assertThat(ServerHandshake.isUpgrade(request("GET / HTTP/1.1", "Host: a"))).isFalse();
  }

  // Version and key.

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "25", "013", "13, 8", "abc", "1313"})
  void anotherVersionIsAnswered426WithTheOneSpoken(String version) throws HandshakeException {
    HandshakeException refusal =
        assertRefused(
            Rule.VERSION_NOT_13,
            requestWith("Sec-WebSocket-Version", "Sec-WebSocket-Version: " + version));

    assertThat(refusal.fields().all("Sec-WebSocket-Version")).containsExactly("13");
    assertThat(refusal.fields().all("Upgrade")).containsExactly("websocket");
  }

  @Test
  void aMissingVersionIsAnswered426() throws HandshakeException {
    assertRefused(Rule.VERSION_NOT_13, without("Sec-WebSocket-Version"));
  }

  @Test
  void aDoubledVersionIsAnswered400() throws HandshakeException {
    assertRefused(Rule.VERSION_REPEATED, and("Sec-WebSocket-Version: 13"));
    assertRefused(Rule.VERSION_REPEATED, and("Sec-WebSocket-Version: 8"));
  }

  @Test
  void theVersionIsLookedAtBeforeTheKeyWhoseRulesItMakes() throws HandshakeException {
    assertRefused(
        Rule.VERSION_NOT_13,
        request(
            "GET / HTTP/1.1",
            "Host: a",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 14"));
  }

  @Test
  void aMissingKeyIsAnswered400() throws HandshakeException {
    assertRefused(Rule.KEY_INVALID, without("Sec-WebSocket-Key"));
  }

  @Test
  void aDoubledKeyIsAnswered400() throws HandshakeException {
    assertRefused(Rule.KEY_INVALID, and("Sec-WebSocket-Key: " + Heads.KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZSBhYg=="})
  void aKeyThatIsNot16BytesInBase64IsAnswered400(String key) throws HandshakeException {
    assertRefused(Rule.KEY_INVALID, requestWith("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + key));
  }

  // Subprotocols and extensions.

  @Test
  void theServersPreferenceDecidesAmongTheSubprotocolsOffered() throws HandshakeException {
    HandshakeSettings server = DEFAULT.withSubprotocols("v2", "v1");

    assertThat(subprotocolOf(server, "Sec-WebSocket-Protocol: v1, v2")).isEqualTo("v2");
    assertThat(subprotocolOf(server, "Sec-WebSocket-Protocol: v0,,v1")).isEqualTo("v1");
    assertThat(
            subprotocolOf(server, "Sec-WebSocket-Protocol: v0", "sec-websocket-protocol: v1 , x"))
        .isEqualTo("v1");
  }

  @Test
  void noSubprotocolIsChosenThatWasNotOfferedLetterByLetter() throws HandshakeException {
    HandshakeSettings server = DEFAULT.withSubprotocols("v1");

    for (String[] offer : new String[][] {{}, {"Sec-WebSocket-Protocol: V1, v2"}}) {
      HttpHead request = requestWith("Sec-WebSocket-Protocol", offer);
      AcceptedHandshake accepted = accept(server, request);
      assertThat(accepted.subprotocol()).isNull();
      assertThat(accepted.response().fields().contains("Sec-WebSocket-Protocol")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "a b", "a, \"b\"", "a/b", "a,b,a", "\u00e9"})
  void subprotocolsThatAreNoListOfDifferentTokensAreAnswered400(String value)
      throws HandshakeException {
    assertRefused(
        Rule.SUBPROTOCOLS_MALFORMED,
        requestWith("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + value));
  }

  @Test
  void extensionsOfferedArePassedOver() throws HandshakeException {
    AcceptedHandshake accepted =
        accept(DEFAULT, and("Sec-WebSocket-Extensions: permessage-deflate; x=\"10\", foo"));

    assertThat(accepted.response().fields().contains("Sec-WebSocket-Extensions")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo;", "foo bar", "foo; a=\"b c\""})
  void malformedExtensionsAreAnswered400(String value) throws HandshakeException {
    assertRefused(Rule.EXTENSIONS_MALFORMED, and("Sec-WebSocket-Extensions: " + value));
  }

  // Origin.

  @Test
  void byDefaultOnlyPagesOfTheSameOriginMayConnect() throws HandshakeException {
    accept(DEFAULT, and("Origin: http://server.example.com"));
    accept(DEFAULT, and("Origin: https://SERVER.example.com"));
    assertRefused(Rule.ORIGIN_NOT_ALLOWED, and("Origin: http://example.com"));
    assertRefused(Rule.ORIGIN_NOT_ALLOWED, and("Origin: null"));
    assertRefused(Rule.ORIGIN_NOT_ALLOWED, and("Origin:"));
  }

  @Test
  void anotherPolicyMayAllowEveryPage() throws HandshakeException {
    HandshakeSettings open = DEFAULT.withOriginPolicy(OriginPolicy.any());

    assertThat(accept(open, and("Origin: null")).header("origin")).isEqualTo("null");
  }

  @Test
  void thePolicyIsAskedWithTheRequestsOriginAndHost() throws HandshakeException {
    List<String> asked = new ArrayList<>();
    HandshakeSettings server =
        DEFAULT.withOriginPolicy((origin, host) -> asked.add(origin + " " + host));

    accept(server, and("Origin: http://a"));
    accept(server, and());
    assertThat(asked).containsExactly("http://a server.example.com", "null server.example.com");
  }

  @Test
  void aDoubledOriginIsAnswered400() throws HandshakeException {
    assertRefused(
        Rule.ORIGIN_REPEATED, and("Origin: http://server.example.com", "Origin: http://evil.org"));
  }

  // The answer to what is refused.

  @Test
  void aRefusalIsAWholeResponseThatClosesTheConnection() {
    HandshakeException refusal =
        HandshakeException.refusal(405, "no", HttpFields.of("Allow", "GET"));

    assertThat(text(ServerHandshake.refusal(refusal, null, HttpFields.EMPTY)))
        .isEqualTo(
            lines(
                    "HTTP/1.1 405 Method Not Allowed",
                    "Connection: close",
                    "Content-Type: text/plain; charset=utf-8",
                    "Content-Length: 3",
                    "Allow: GET")
                + "no\n");
  }

  @Test
  void aRefusalThatNamesAnUpgradeSaysSoInConnection() throws HandshakeException {
    HttpHead request = without("Upgrade");

    HandshakeException refusal = assertRefused(Rule.REQUEST_UPGRADE_NOT_WEBSOCKET, request);
    assertThat(text(ServerHandshake.refusal(refusal, request, HttpFields.EMPTY)))
        .startsWith("HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade, close\r\n")
        .contains("\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")
        .endsWith("\r\n\r\nan Upgrade to websocket is required\n");
  }

  @Test
  void aRefusalOfHeadHasNoBody() throws HandshakeException {
    HttpHead request = requestWith("GET", "HEAD / HTTP/1.1");

    HandshakeException refusal = assertRefused(Rule.METHOD_NOT_GET, request);
    assertThat(text(ServerHandshake.refusal(refusal, request, HttpFields.EMPTY)))
        .contains("Content-Length: ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aDriverAddsFieldsOfItsOwnToARefusal() {
    HandshakeException refusal =
        HandshakeException.refusal(405, "no", HttpFields.of("Allow", "GET"));
    HttpFields date = HttpFields.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT");

    assertThat(text(ServerHandshake.refusal(refusal, null, date)))
        .contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nAllow: GET\r\n\r\n");
  }

  @Test
  void theLengthOfARefusalCountsBytes() {
    assertThat(
            text(
                ServerHandshake.refusal(
                    HandshakeException.refusal(400, "\u00e4\u20ac"), null, HttpFields.EMPTY)))
        .contains("Content-Length: 6\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "HOST_MISSING,GET / HTTP/1.1",
    "METHOD_NOT_GET,'POST / HTTP/1.1\r\nHost: a'",
    "REQUEST_UPGRADE_NOT_WEBSOCKET,'GET / HTTP/1.1\r\nHost: a'",
  })
  void theFirstRuleBrokenNamesTheAnswer(Rule rule, String head) throws HandshakeException {
    assertRefused(rule, request(head));
  }
}
