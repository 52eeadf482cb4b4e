package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.TestKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerLimitsTest {

  /** For addresses that a proxy here tells. */
  private static final TrustedProxies PROXIES =
      TrustedProxies.builder().xForwardedFrom("127.0.0.1", "::1").build();

  /** Limits that hold for loopback addresses too. */
  private static PeerLimits.Builder strict() {
    return PeerLimits.builder().exempt();
  }

  private static ServerBuilder builder(PeerLimits.Builder limits) {
    return WebSocketServer.builder()
        .port(0)
        .loops(2)
        .peerLimits(limits.build())
        .route("/", new EchoHandler());
  }

  private static RawClient forwarded(WebSocketServer server, String address) throws IOException {
    RawClient client = RawClient.connect(server);
    return client.sendText(RawClient.upgrade("/", "X-Forwarded-For: " + address));
  }

  @Test
  void anAddressHasNoMoreConnectionsThanItMay() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server = builder(strict().connectionsPerAddress(1)).start()) {
      RawClient first = RawClient.open(server, "/");
      try (RawClient second = RawClient.connect(server)) {
        assertThat(second.readToEnd()).isEmpty();
      }
      first.close();
      Await.until("there is room", () -> server.openConnections() == 0);
      RawClient.open(server, "/").close();
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void privateAddressesMayHaveAnyNumberUnlessTheyAreNotExempt() throws IOException {
    try (WebSocketServer server = builder(PeerLimits.builder().connectionsPerAddress(1)).start();
        RawClient first = RawClient.open(server, "/");
        RawClient second = RawClient.open(server, "/")) {
      assertThat(first.socket().isConnected()).isTrue();
      assertThat(second.socket().isConnected()).isTrue();
    }
  }

  @Test
  void aForwardedAddressWithTooManyConnectionsIsAnswered429() throws IOException {
    ServerBuilder builder = builder(strict().connectionsPerAddress(1)).trustedProxies(PROXIES);
    try (WebSocketServer server = builder.start()) {
      RawClient first = forwarded(server, "192.0.2.7");
      assertThat(first.readHead()).startsWith("HTTP/1.1 101 ");
      try (RawClient second = forwarded(server, "192.0.2.7")) {
        assertThat(second.readTextToEnd())
            .startsWith("HTTP/1.1 429 ")
            .contains("\r\nRetry-After: 10\r\n");
      }
      try (RawClient another = forwarded(server, "192.0.2.8")) {
        assertThat(another.readHead()).startsWith("HTTP/1.1 101 ");
      }
      first.close();
      Await.until("there is room", () -> server.openConnections() == 0);
      try (RawClient third = forwarded(server, "192.0.2.7")) {
        assertThat(third.readHead()).startsWith("HTTP/1.1 101 ");
      }
    }
  }

  @Test
  void anAddressThatComesTooOftenIsAnswered429() throws IOException {
    PeerLimits.Builder limits = strict().handshakesPerSecond(1, 2);
    try (WebSocketServer server = builder(limits).trustedProxies(PROXIES).start()) {
      String answer = "";
      // On a machine that is slow a token may come meanwhile.
      for (int i = 0; i < 50 && !answer.startsWith("HTTP/1.1 429 "); i++) {
        try (RawClient client = forwarded(server, "192.0.2.7")) {
          answer = client.readHead();
          assertThat(i > 1 || answer.startsWith("HTTP/1.1 101 ")).isTrue();
        }
      }
      assertThat(answer).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1\r\n");
      try (RawClient another = forwarded(server, "192.0.2.8")) {
        assertThat(another.readHead()).startsWith("HTTP/1.1 101 ");
      }
    }
  }

  @Test
  void withTlsItIsClosedAheadOfItsHandshake() throws Exception {
    TestKeys keys = new TestKeys();
    ServerBuilder builder =
        builder(strict().handshakesPerSecond(1, 1)).tls(Tls.context(keys.context()));
    try (WebSocketServer server = builder.start();
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server)) {
      assertThat(second.readToEnd()).isEmpty();
      assertThat(first.overTls(keys.context()).open("/").socket().isConnected()).isTrue();
      Await.until("its place is free", () -> server.openConnections() == 1);
    }
  }

  @Test
  void withoutTlsADirectPeerIsAnswered429() throws IOException {
    try (WebSocketServer server = builder(strict().handshakesPerSecond(1, 1)).start();
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server)) {
      assertThat(second.sendText(RawClient.upgrade("/")).readTextToEnd())
          .startsWith("HTTP/1.1 429 ")
          .contains("\r\nRetry-After: ");
      assertThat(first.open("/").socket().isConnected()).isTrue();
    }
  }

  @Test
  void ofTooManyPendingHandshakesTheOldestIsCut() throws IOException {
    try (WebSocketServer server =
        builder(PeerLimits.builder().pendingHandshakes(2)).loops(1).start()) {
      RawClient open = RawClient.open(server, "/");
      List<RawClient> pending = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        pending.add(RawClient.connect(server));
      }

      assertThat(pending.get(0).readToEnd()).isEmpty();
      pending.get(1).open("/");
      pending.get(2).open("/");
      open.sendHex("8281" + "00000000" + "61");
      assertThat(open.readHex(3)).isEqualTo("820161");
    }
  }

  @Test
  void whoeverIsDeniedIsClosedOrAnswered403() throws IOException {
    PeerLimits.Builder limits =
        PeerLimits.builder().deny(address -> address.toString().contains("192.0.2.7"));
    try (WebSocketServer server = builder(limits).trustedProxies(PROXIES).start();
        RawClient told = forwarded(server, "192.0.2.7");
        RawClient other = forwarded(server, "192.0.2.8")) {
      assertThat(told.readTextToEnd()).startsWith("HTTP/1.1 403 ");
      assertThat(other.readHead()).startsWith("HTTP/1.1 101 ");
    }
    try (WebSocketServer server = builder(PeerLimits.builder().deny(address -> true)).start();
        RawClient client = RawClient.connect(server)) {
      assertThat(client.readToEnd()).isEmpty();
      assertThat(server.openConnections()).isZero();
    }
  }

  @Test
  void aHookThatFailsDeniesAndIsToldOnce() throws IOException {
    PeerLimits.Builder limits =
        PeerLimits.builder()
            .deny(
                address -> {
                  throw new IllegalStateException("broken");
                });
    try (LogCapture log = new LogCapture();
        WebSocketServer server = builder(limits).start()) {
      for (int i = 0; i < 3; i++) {
        try (RawClient client = RawClient.connect(server)) {
          assertThat(client.readToEnd()).isEmpty();
        }
      }
      assertThat(log.lines()).singleElement().asString().contains("broken");
    }
  }

  @Test
  void tooManyMessagesASecondEndAConnectionWith1008() throws IOException {
    try (WebSocketServer server = builder(PeerLimits.builder().messagesPerSecond(1, 2)).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8281" + "00000000" + "61" + "8980" + "00000000" + "8281" + "00000000" + "62");

      assertThat(client.readHex(3)).isEqualTo("820161");
      assertThat(client.readHex(2)).isEqualTo("8a00");
      assertThat(client.readHex(4)).startsWith("88").endsWith("03f0");
      assertThat(new String(client.read(26), UTF_8)).isEqualTo("too many messages a second");
    }
  }

  @Test
  void tooManyBytesASecondAreReadLater() throws IOException {
    String frame = "8281" + "00000000" + "61";
    PeerLimits.Builder limits = PeerLimits.builder().bytesPerSecond(35, 7);
    try (WebSocketServer server = builder(limits).start();
        RawClient client = RawClient.open(server, "/")) {
      long start = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        client.sendHex(frame);
        assertThat(client.readHex(3)).isEqualTo("820161");
      }

      // Two more than fit into the bucket, of which seven bytes come in a fifth of a second.
      assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
      client.sendHex("8880" + "00000000");
      assertThat(client.readHex(2)).isEqualTo("8800");
    }
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    PeerLimits.Builder builder = PeerLimits.builder();
    assertThatThrownBy(() -> builder.connectionsPerAddress(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.connectionsPerIpv6Prefix(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.pendingHandshakes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.handshakesPerSecond(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.messagesPerSecond(-1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.bytesPerSecond(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.exempt("10.0.0.1/8"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
