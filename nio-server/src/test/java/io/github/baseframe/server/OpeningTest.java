package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection starts with: a request, and who answers it. */
class OpeningTest {

  private static final byte[] PAGE = "<p>Grüße</p>".getBytes(UTF_8);

  private final RecordingHandler handler = new RecordingHandler();
  private WebSocketServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .httpLimits(new HttpLimits(100, 1000, 8))
            .originPolicy((origin, host) -> !"http://elsewhere.example".equals(origin))
            .route("/", handler)
            .route("/rooms/*", handler)
            .route(
                "/terms",
                handler,
                route ->
                    route
                        .originPolicy(OriginPolicy.any())
                        .subprotocols("new", "old")
                        .headers(HttpFields.of("Set-Cookie", "a=b")))
            .page("/", "text/html; charset=utf-8", PAGE, HttpFields.of("X-Own", "yes"))
            .page("/empty", "text/plain", new byte[0])
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String exchange(String request) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      return client.sendText(request).readTextToEnd();
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void anUpgradeIsAnsweredAsTheRfcShows() throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      assertThat(client.sendText(RawClient.upgrade("/")).readHead())
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
      assertThat(handler.next()).isEqualTo("open /");
    }
  }

  @Test
  void theHandlerSeesPathQueryHeadersSubprotocolAndPeer() throws IOException {
    StringBuilder seen = new StringBuilder();
    RecordingHandler curious =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            seen.append(handshake.path()).append(' ').append(handshake.query());
            seen.append(' ').append(handshake.header("x-name"));
            seen.append(' ').append(handshake.subprotocol());
            seen.append(' ').append(session.subprotocol());
            seen.append(' ').append(session.peerAddress());
            super.onOpen(session, handshake);
          }
        };
    try (WebSocketServer other =
            WebSocketServer.builder()
                .port(0)
                .route("/a/*", curious, route -> route.subprotocols("chat"))
                .start();
        RawClient client = RawClient.connect(other)) {
      client.sendText(
          RawClient.upgrade("/a/%C3%A4?b=c", "X-Name: Ada", "Sec-WebSocket-Protocol: x, chat"));
      curious.next();
      assertThat(seen)
          .hasToString("/a/%C3%A4 b=c Ada chat chat /127.0.0.1:" + client.socket().getLocalPort());
    }
  }

  @Test
  void theBytesBehindTheHeadAreFrames() throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/") + "\u0081\u0081\0\0\0\0x\u0081\u0081\0\0\0\0y");

      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("text x");
      assertThat(handler.next()).isEqualTo("text y");
    }
  }

  @Test
  void aHeadMayComeByteByByte() throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      for (byte b : RawClient.upgrade("/").getBytes(UTF_8)) {
        client.send(new byte[] {b});
      }
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void aRouteHasItsOwnTerms() throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(
          RawClient.upgrade(
              "/terms", "Origin: http://elsewhere.example", "Sec-WebSocket-Protocol: old, new"));
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Protocol: new\r\n")
          .contains("Set-Cookie: a=b\r\n");
    }
  }

  @Test
  void theOriginPolicyOfTheServerCountsForTheOtherRoutes() throws IOException {
    assertThat(exchange(RawClient.upgrade("/", "Origin: http://elsewhere.example")))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void anOriginPolicyThatThrowsIsAnswered500() throws IOException {
    OriginPolicy broken =
        (origin, host) -> {
          throw new IllegalStateException("broken policy");
        };
    try (LogCapture log = new LogCapture();
        WebSocketServer other =
            WebSocketServer.builder().port(0).originPolicy(broken).route("/", handler).start();
        RawClient client = RawClient.connect(other)) {
      client.sendText(RawClient.upgrade("/"));
      assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 500 ").doesNotContain("broken");
      assertThat(log.lines()).singleElement().asString().contains("broken policy");
    }
  }

  @Test
  void anUpgradeOfAnUnknownPathIsAnswered404() throws IOException {
    assertThat(exchange(RawClient.upgrade("/nothing"))).startsWith("HTTP/1.1 404 ");
    assertThat(handler.isQuiet()).isTrue();
  }

  @Test
  void aRefusedRequestIsAnsweredThoughMoreComesBehindIt() throws IOException {
    String flood = "x".repeat(1_000_000);

    assertThat(exchange("GET / HTTP/1.1\r\nHost : a\r\n\r\n" + flood)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aPlainGetOfARouteWithoutAPageIsToldToUpgrade() throws IOException {
    assertThat(exchange(get("/rooms/1")))
        .startsWith("HTTP/1.1 426 ")
        .contains("Upgrade: websocket");
  }

  @Test
  void thePageAndTheRouteOfOnePathAreToldApartByTheUpgrade() throws IOException {
    String answer = exchange(get("/"));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/html; charset=utf-8\r\n")
        .contains("Content-Length: " + PAGE.length + "\r\n")
        .contains("Connection: close\r\n")
        .contains("X-Content-Type-Options: nosniff\r\n")
        .contains("X-Own: yes\r\n");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(PAGE.length);
    assertThat(handler.isQuiet()).isTrue();
  }

  @Test
  void headIsAnsweredLikeGetWithoutTheBody() throws IOException {
    String answer = exchange(get("/").replace("GET", "HEAD"));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: " + PAGE.length + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void anEmptyPageHasNoBody() throws IOException {
    assertThat(exchange(get("/empty"))).contains("Content-Length: 0\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void anUnknownPageIsAnswered404() throws IOException {
    assertThat(exchange(get("/nothing"))).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "OPTIONS", "get"})
  void aPageHasNoOtherMethods(String method) throws IOException {
    assertThat(exchange(get("/").replace("GET", method)))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @Test
  void aPageNeedsAHost() throws IOException {
    assertThat(exchange("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aPageMayNotContradictTheAnswer() {
    assertThatThrownBy(
            () ->
                WebSocketServer.builder()
                    .page("/", "text/plain", PAGE, HttpFields.of("content-length", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongRequestLineIsAnswered414() throws IOException {
    assertThat(exchange("GET /" + "a".repeat(100) + " HTTP/1.1\r\n")).startsWith("HTTP/1.1 414 ");
  }

  @Test
  void aLargeHeadIsAnswered431() throws IOException {
    assertThat(exchange(RawClient.upgrade("/", "X: " + "a".repeat(1000))))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void tooManyFieldsAreAnswered431() throws IOException {
    assertThat(exchange(RawClient.upgrade("/", "A: 1", "B: 2", "C: 3", "D: 4")))
        .startsWith("HTTP/1.1 431 ");
  }

  private static final String IMF_FIXDATE =
      "(?s).*\r\nDate: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} "
          + "\\d\\d:\\d\\d:\\d\\d GMT\r\n.*";

  @Test
  void everyResponseTellsTheDateOnce() throws IOException {
    List<String> responses = new ArrayList<>();
    try (RawClient client = RawClient.connect(server)) {
      responses.add(client.sendText(RawClient.upgrade("/")).readHead());
    }
    responses.add(exchange(get("/")));
    responses.add(exchange(get("/nothing")));
    responses.add(exchange("nonsense\r\n\r\n"));
    responses.add(exchange(RawClient.upgrade("/", "Origin: http://elsewhere.example")));

    assertThat(responses)
        .map(response -> response.substring(9, 12))
        .containsExactly("101", "200", "404", "400", "403");
    assertThat(responses)
        .allSatisfy(
            response -> {
              assertThat(response).matches(IMF_FIXDATE);
              assertThat(response.split("\r\nDate: ")).hasSize(2);
            });
  }

  private static String statusFrom(WebSocketServer other, String path, String origin)
      throws IOException {
    try (RawClient client = RawClient.connect(other)) {
      client.sendText(RawClient.upgrade(path, "Origin: " + origin));
      return client.readHead().substring(9, 12);
    }
  }

  @Test
  void bothFormsOfRoutesTakePagesOfTheSameOriginOnlyUnlessToldOtherwise() throws IOException {
    try (WebSocketServer other =
        WebSocketServer.builder()
            .port(0)
            .route("/plain", handler)
            .route("/terms", handler, route -> route.subprotocols("chat"))
            .start()) {
      for (String path : List.of("/plain", "/terms")) {
        assertThat(statusFrom(other, path, "http://server.example.com")).isEqualTo("101");
        assertThat(statusFrom(other, path, "http://elsewhere.example")).isEqualTo("403");
      }
    }
  }

  @Test
  void routesInheritTheOriginPolicyOfTheServerWhereverItIsSet() throws IOException {
    try (WebSocketServer other =
        WebSocketServer.builder()
            .port(0)
            .route("/before", handler, route -> route.subprotocols("chat"))
            .originPolicy(OriginPolicy.any())
            .route("/after", handler)
            .route("/own", handler, route -> route.originPolicy(OriginPolicy.sameOrigin()))
            .start()) {
      assertThat(statusFrom(other, "/before", "http://elsewhere.example")).isEqualTo("101");
      assertThat(statusFrom(other, "/after", "http://elsewhere.example")).isEqualTo("101");
      assertThat(statusFrom(other, "/own", "http://elsewhere.example")).isEqualTo("403");
    }
  }
}
