package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does when its connections hold more memory than all of them may. */
class MemoryTest {

  private static final int MIB = 1 << 20;
  private static final String ECHO_REQUEST = "8181" + "00000000" + "61";
  private static final String ECHO = "810161";

  private final List<RawClient> clients = new ArrayList<>();
  private WebSocketServer server;

  private void start(long maxMemoryBytes) throws IOException {
    server =
        WebSocketServer.builder()
            .port(0)
            .loops(2)
            .maxMemoryBytes(maxMemoryBytes)
            .route("/", new EchoHandler())
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private RawClient connect() throws IOException {
    RawClient client = RawClient.connect(server);
    clients.add(client);
    return client;
  }

  private RawClient open() throws IOException {
    RawClient client = RawClient.open(server, "/");
    clients.add(client);
    return client;
  }

  private static void assertEchoes(RawClient client) throws IOException {
    client.sendHex(ECHO_REQUEST);
    assertThat(client.readHex(3)).isEqualTo(ECHO);
  }

  @Test
  void whileMemoryIsShortNewcomersGet503AndMayComeBackAndThoseWhoAreThereGoOn() throws IOException {
    start(MIB);
    RawClient good = open();
    while (server.heldBytes() <= MIB / 4 * 3) {
      connect();
    }

    RawClient newcomer = connect();
    newcomer.sendText(RawClient.upgrade("/"));

    assertThat(newcomer.readHead()).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 5\r\n");
    assertEchoes(good);
  }

  @Test
  void unfinishedMessagesOfManyCostThemTheirConnectionsAndNotTheServerItsMemory() throws Exception {
    start(4 * MIB);
    RawClient good = open();
    // 65,000 bytes, masked with a key of zeros.
    String fragment = "02fe" + "fde8" + "00000000" + "00".repeat(65_000);
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 200; i++) {
        RawClient client = connect();
        client.sendText(RawClient.upgrade("/"));
        if (client.readHead().startsWith("HTTP/1.1 101")) {
          client.sendHex(fragment);
        }
        assertEchoes(good);
        assertThat(server.heldBytes()).isLessThan(4 * MIB);
      }
      assertThat(log.lines()).hasSizeLessThan(3);
    }
    stop();
    // Each loop keeps small changes to itself.
    Await.until("memory is back", () -> server.heldBytes() <= 2 * 64 * 1024);
  }

  @Test
  void headsThatDoNotEndAreCountedToo() throws IOException {
    start(MIB);
    RawClient good = open();
    String head = "GET / HTTP/1.1\r\n" + ("X: " + "a".repeat(500) + "\r\n").repeat(14);
    for (int i = 0; i < 200; i++) {
      try {
        connect().sendText(head);
      } catch (IOException e) {
        // Refused already.
      }
      assertEchoes(good);
      assertThat(server.heldBytes()).isLessThan(MIB);
    }
  }

  @Test
  void aBudgetOfLessThanOneMebibyteIsRefused() {
    assertThatThrownBy(() -> WebSocketServer.builder().maxMemoryBytes(MIB - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMemoryBytes");
  }
}
