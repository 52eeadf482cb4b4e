package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.RecordingHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server as a user starts it, and clients that send it bytes. */
class WebSocketServerTest {

  private final RecordingHandler handler = new RecordingHandler();
  private WebSocketServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        WebSocketServer.builder()
            .port(0)
            .loops(2)
            .route("/echo", new EchoHandler())
            .route("/", handler)
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void messagesComeBackAndTheServerClosesFirst() throws IOException {
    try (RawClient client = RawClient.open(server, "/echo")) {
      client.sendHex("8185" + "37fa213d" + "7f9f4d5158"); // "Hello" of RFC 6455 section 5.7
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");
      client.sendHex("8882" + "00000000" + "03e8");
      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
    }
  }

  @Test
  void everyCallbackIsCalledInOrder() throws IOException {
    try (RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8181" + "00000000" + "61" + "8281" + "00000000" + "62");
      client.sendHex("8981" + "00000000" + "63" + "8a81" + "00000000" + "64");
      client.sendHex("8882" + "00000000" + "0fa0");
      assertThat(client.readHexToEnd()).isEqualTo("8a0163" + "88020fa0");
    }
    for (String event :
        List.of("open /", "text a", "binary 62", "ping 63", "pong 64", "close 4000 clean")) {
      assertThat(handler.next()).isEqualTo(event);
    }
    assertThat(handler.isQuiet()).isTrue();
  }

  @Test
  void aStreamThatJustEndsIs1006() throws IOException {
    try (RawClient client = RawClient.open(server, "/")) {
      client.shutdownOutput();
      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(handler.next()).isEqualTo("open /");
    assertThat(handler.next()).isEqualTo("close 1006 unclean");
  }

  @Test
  void aConnectionThatIsResetIs1006() throws IOException {
    RawClient client = RawClient.open(server, "/");
    client.socket().setSoLinger(true, 0);
    client.close();
    assertThat(handler.next()).isEqualTo("open /");
    assertThat(handler.next()).isEqualTo("close 1006 unclean");
    Await.until("the connection ended", () -> server.openConnections() == 0);
  }

  @Test
  void aBrokenRuleIsAnsweredThoughMoreComesBehindIt() throws IOException {
    try (RawClient client = RawClient.open(server, "/")) {
      client.sendHex("ff8000000000");
      client.send(new byte[1 << 20]);
      assertThat(client.readHexToEnd()).startsWith("88").contains("03ea");
    }
    assertThat(handler.next()).isEqualTo("open /");
    assertThat(handler.next()).isEqualTo("close 1002 unclean");
  }

  @Test
  void manyClientsAtOnceGetTheirOwnMessagesBack() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int seed = i;
        clients.add(threads.submit(() -> exchange(seed)));
      }
      for (Future<?> client : clients) {
        client.get(10, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void exchange(int seed) throws IOException {
    Random random = new Random(seed);
    try (RawClient client = RawClient.open(server, "/echo")) {
      for (int i = 0; i < 50; i++) {
        byte[] payload = new byte[126 + random.nextInt(65_000)];
        random.nextBytes(payload);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.putShort((short) 0x82fe).putShort((short) payload.length).putInt(0).put(payload);
        client.send(frame.array());
        client.readHex(4);
        assertThat(client.read(payload.length)).isEqualTo(payload);
      }
    }
    return null;
  }
}
