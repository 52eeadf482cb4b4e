package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final String LINE = "PROXY TCP4 192.0.2.7 198.51.100.1 49152 443\r\n";

  /** 192.0.2.7:49152 to 198.51.100.1:443. */
  private static final String VERSION_2 =
      "0d0a0d0a000d0a515549540a" + "2111000c" + "c0000207c6336401c00001bb";

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 49152);

  private final BlockingQueue<SocketAddress> peers = new LinkedBlockingQueue<>();

  private final EchoHandler handler =
      new EchoHandler() {
        @Override
        public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
          peers.add(session.peerAddress());
        }
      };

  private ServerBuilder builder(TrustedProxies.Builder proxies) {
    return WebSocketServer.builder()
        .port(0)
        .loops(2)
        .trustedProxies(proxies.build())
        .route("/", handler);
  }

  private static TrustedProxies.Builder proxyProtocol() {
    return TrustedProxies.builder().proxyProtocolFrom("127.0.0.1", "::1");
  }

  private SocketAddress peer() throws InterruptedException {
    return peers.poll(10, TimeUnit.SECONDS);
  }

  private static void assertEchoes(RawClient client) throws IOException {
    client.sendHex("8281" + "00000000" + "61");
    assertThat(client.readHex(3)).isEqualTo("820161");
  }

  @Test
  void aHeaderOfTheProxyProtocolTellsThePeer() throws Exception {
    try (WebSocketServer server = builder(proxyProtocol()).start();
        RawClient line = RawClient.connect(server).sendText(LINE).open("/");
        RawClient binary = RawClient.connect(server).sendHex(VERSION_2).open("/")) {
      assertThat(peer()).isEqualTo(CLIENT);
      assertThat(peer()).isEqualTo(CLIENT);
      assertEchoes(line);
      assertEchoes(binary);
    }
  }

  @Test
  void whateverComesWithTheHeaderIsTheRequest() throws Exception {
    try (WebSocketServer server = builder(proxyProtocol()).start();
        RawClient client = RawClient.connect(server)) {
      client.sendText(LINE + RawClient.upgrade("/") + "\u0082\u0081\0\0\0\0a");

      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(client.readHex(3)).isEqualTo("820161");
    }
  }

  @Test
  void tlsBeginsBehindTheHeader() throws Exception {
    TestKeys keys = new TestKeys();
    try (WebSocketServer server =
            builder(proxyProtocol()).tls(Tls.context(keys.context())).start();
        RawClient tcp = RawClient.connect(server).sendText(LINE);
        RawClient client = tcp.overTls(keys.context()).open("/")) {
      assertThat(peer()).isEqualTo(CLIENT);
      assertEchoes(client);
    }
  }

  @Test
  void aProxyThatSpeaksForItselfIsThePeer() throws Exception {
    try (WebSocketServer server = builder(proxyProtocol()).start();
        RawClient client = RawClient.connect(server).sendText("PROXY UNKNOWN\r\n").open("/")) {
      assertThat(peer()).isEqualTo(client.socket().getLocalSocketAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PROXY TCP4 nonsense\r\n", "\r\n"})
  void aProxyThatSendsNoHeaderIsCut(String sent) throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server = builder(proxyProtocol()).start();
        RawClient client = RawClient.connect(server)) {
      client.sendText(sent);
      if (sent.equals("\r\n")) {
        client.shutdownOutput();
      }

      assertIsCut(client);
      Await.until("its place is free", () -> server.openConnections() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }

  private static void assertIsCut(RawClient client) {
    try {
      assertThat(client.readToEnd()).isEmpty();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void theHeaderHasItsOwnDeadline() throws Exception {
    TrustedProxies.Builder hasty = proxyProtocol().proxyHeaderTimeout(Duration.ofMillis(50));
    try (WebSocketServer server = builder(hasty).start();
        RawClient silent = RawClient.connect(server);
        RawClient slow = RawClient.connect(server).sendText("PROXY TC");
        RawClient fast = RawClient.connect(server).sendText(LINE).open("/")) {
      assertIsCut(silent);
      assertIsCut(slow);
      assertEchoes(fast);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "192.0.2.0/24"})
  void fromAnybodyElseAHeaderIsNotUnderstood(String network) throws IOException {
    TrustedProxies.Builder others =
        network.isEmpty()
            ? TrustedProxies.builder()
            : TrustedProxies.builder().proxyProtocolFrom(network);
    try (WebSocketServer server = builder(others).start();
        RawClient line = RawClient.connect(server).sendText(LINE);
        RawClient binary =
            RawClient.connect(server).sendHex(VERSION_2).sendText(RawClient.upgrade("/"))) {
      assertThat(line.readTextToEnd()).startsWith("HTTP/1.1 400 ");
      assertThat(binary.readHead()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void theServerStopsAlthoughAHeaderIsMissing() throws IOException {
    WebSocketServer server = builder(proxyProtocol()).start();
    try (RawClient silent = RawClient.connect(server)) {
      Await.until("it is accepted", () -> server.openConnections() == 1);
      server.close();
      assertIsCut(silent);
      assertThat(server.openConnections()).isZero();
    }
  }

  private String handshake(TrustedProxies.Builder proxies, String... lines) throws IOException {
    try (WebSocketServer server = builder(proxies).start();
        RawClient client = RawClient.connect(server)) {
      return client.sendText(RawClient.upgrade("/", lines)).readHead();
    }
  }

  @Test
  void forwardedTellsThePeer() throws Exception {
    TrustedProxies.Builder standard = TrustedProxies.builder().forwardedFrom("127.0.0.1", "::1");
    TrustedProxies.Builder common = TrustedProxies.builder().xForwardedFrom("127.0.0.1", "::1");
    String own = "Forwarded: for=198.51.100.9, for=\"192.0.2.7:49152\"";
    String others = "X-Forwarded-For: 198.51.100.9, 192.0.2.7:49152";

    handshake(standard, own);
    assertThat(peer()).isEqualTo(CLIENT);
    handshake(common, others);
    assertThat(peer()).isEqualTo(CLIENT);
    handshake(common, own);
    assertThat(((InetSocketAddress) peer()).getAddress().isLoopbackAddress()).isTrue();
    handshake(standard, others);
    assertThat(((InetSocketAddress) peer()).getAddress().isLoopbackAddress()).isTrue();
    handshake(TrustedProxies.builder(), own, others);
    assertThat(((InetSocketAddress) peer()).getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void whatIsForwardedAndCannotBeReadIsAnswered400() throws IOException {
    TrustedProxies.Builder standard = TrustedProxies.builder().forwardedFrom("127.0.0.1", "::1");

    assertThat(handshake(standard, "Forwarded: for=\"192.0.2.7")).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, for=192.0.2.7;host=a.example;proto=https, 101",
    "http://a.example, for=192.0.2.7;host=a.example;proto=https, 403",
    "https://a.example, for=192.0.2.7;host=a.example, 101",
    "https://b.example, for=192.0.2.7;host=a.example;proto=https, 403",
    "https://server.example.com, for=192.0.2.7;host=a.example;proto=https, 403",
    "https://server.example.com, for=192.0.2.7;proto=https, 101",
    "http://server.example.com, for=192.0.2.7;proto=https, 403",
  })
  void theOriginIsComparedWithTheHostAndSchemeThatTheClientUsed(
      String origin, String forwarded, String status) throws IOException {
    TrustedProxies.Builder standard = TrustedProxies.builder().forwardedFrom("127.0.0.1", "::1");

    assertThat(handshake(standard, "Origin: " + origin, "Forwarded: " + forwarded))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void networksAreChecked() {
    assertThatThrownBy(() -> TrustedProxies.builder().forwardedFrom("a.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.example");
    assertThatThrownBy(() -> TrustedProxies.builder().proxyHeaderTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
