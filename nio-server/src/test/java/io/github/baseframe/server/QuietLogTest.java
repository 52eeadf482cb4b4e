package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever peers do wrong, and however often, an operator is not told of each time. */
class QuietLogTest {

  private static final int ROUNDS = 250;

  private static final List<String> BAD_HEADS =
      List.of(
          "\r\n\r\n\r\n\r\n",
          "nonsense\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
          "GET / HTTP/1.1\r\nHost: a\r\nforged: \u0007\n2026 WARNING\r\n\r\n",
          RawClient.upgrade("/", "Origin: https://evil.example"),
          RawClient.upgrade("/").replace("Version: 13", "Version: 8"),
          RawClient.upgrade("/").replace("dGhl", ""),
          RawClient.upgrade("/").substring(0, 40),
          "\u0016\u0003\u0001\u0002\u0000\u0001",
          "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n");

  @Test
  void thousandsOfBadHandshakesAreNoLineOfLog() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            WebSocketServer.builder().port(0).route("/", new EchoHandler()).start()) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String head : BAD_HEADS) {
          visit(server, head, i % 2 == 0);
        }
      }
      Await.until("the end of all", () -> server.openConnections() == 0);

      assertThat(log.lines()).isEmpty();
      // Who is gone before it is served is no connection.
      long visits = (long) ROUNDS * BAD_HEADS.size();
      assertThat(server.statistics().connections().accepted()).isBetween(visits / 2, visits);
    }
  }

  @Test
  void hundredsOfBadTlsHandshakesAreNoLineOfLog() throws Exception {
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .tls(Tls.context(new TestKeys().context()))
                .route("/", new EchoHandler())
                .start()) {
      for (int i = 0; i < ROUNDS; i++) {
        visit(server, "GET / HTTP/1.1\r\n\r\n", true);
        visit(server, "\u0016\u0003\u0001\u0000\u0002\u0001\u0000", false);
      }
      Await.until("the end of all", () -> server.openConnections() == 0);

      assertThat(log.lines()).isEmpty();
      assertThat(server.statistics().tls().failed()).isBetween((long) ROUNDS, 2L * ROUNDS);
    }
  }

  /** Ends in order, or by a reset. */
  private static void visit(WebSocketServer server, String bytes, boolean inOrder)
      throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(bytes);
      if (inOrder) {
        client.shutdownOutput().readToEnd();
      } else {
        client.socket().setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The server was faster.
    }
  }

  @Test
  void aHandlerThatFailsEachTimeIsOneLineOfLogForItsRoute() throws IOException {
    RecordingHandler failing =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            throw new IllegalStateException("mine");
          }
        };
    try (LogCapture log = new LogCapture();
        WebSocketServer server = WebSocketServer.builder().port(0).route("/", failing).start()) {
      for (int i = 0; i < 100; i++) {
        try (RawClient client = RawClient.open(server, "/")) {
          client.sendHex("8181" + "00000000" + "61").readHex(4);
        }
      }

      assertThat(log.lines())
          .containsExactly(
              "The handler of / failed, its connection gets 1011:"
                  + " java.lang.IllegalStateException: mine");
      assertThat(server.statistics().closes().get("1011")).isPositive();
    }
  }
}
