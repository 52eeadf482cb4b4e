package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.Monitoring;
import io.github.baseframe.server.monitoring.ServerStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each figure moves with what it counts. */
class StatisticsTest {

  private static final byte[] PAGE = {1, 2, 3};

  private static void await(WebSocketServer server, Predicate<ServerStatistics> condition) {
    Await.until("the figures", () -> condition.test(server.statistics()));
  }

  @Test
  void requestsAreCountedByTheirAnswers() throws IOException {
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(2)
                .route("/", new EchoHandler())
                .page("/page", "text/plain", PAGE)
                .start();
        RawClient open = RawClient.open(server, "/")) {
      for (String request :
          new String[] {
            RawClient.upgrade("/nowhere"),
            RawClient.upgrade("/elsewhere"),
            "GET / HTTP/1.1\r\n\r\n",
            "GET /page HTTP/1.1\r\nHost: a\r\n\r\n",
          }) {
        try (RawClient client = RawClient.connect(server)) {
          client.sendText(request).readTextToEnd();
        }
      }
      await(server, now -> now.connections().open() == 1);

      ServerStatistics now = server.statistics();
      assertThat(now.connections().accepted()).isEqualTo(5);
      assertThat(now.handshakes().accepted()).isEqualTo(1);
      assertThat(now.handshakes().pages()).isEqualTo(1);
      assertThat(now.handshakes().refused()).isEqualTo(Map.of(404, 2L, 400, 1L));
      assertThat(now.brokenRules()).hasSize(1);
      assertThat(now.loops())
          .extracting(ServerStatistics.Loop::connections)
          .containsExactlyInAnyOrder(3L, 2L);
      assertThat(open.socket().isClosed()).isFalse();
    }
  }

  @Test
  void messagesAndBytesAreCountedBothWays() throws IOException {
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).loops(1).route("/", new EchoHandler()).start();
        RawClient client = RawClient.connect(server)) {
      String request = RawClient.upgrade("/");
      int head = client.sendText(request).readHead().length();
      client.sendHex("8181" + "00000000" + "61").readHex(3);
      client.sendHex("8281" + "00000000" + "62").readHex(3);
      client.sendHex("8980" + "00000000").readHex(2);
      await(server, now -> now.sent().bytes() == head + 3 + 3 + 2);

      ServerStatistics now = server.statistics();
      assertThat(now.received())
          .isEqualTo(new ServerStatistics.Traffic(2, request.length() + 7 + 7 + 6));
      assertThat(now.sent().messages()).isEqualTo(2);
      assertThat(now.messagesDropped()).isZero();
      assertThat(now.queuedBytes()).isZero();
      assertThat(now.uptime()).isPositive();
    }
  }

  @Test
  void closesAreCountedByCodeAndBrokenRulesByName() throws IOException {
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).route("/", new EchoHandler()).start()) {
      for (String frame :
          new String[] {
            "8882" + "00000000" + "03e8",
            "8882" + "00000000" + "0fa0",
            "8382" + "00000000" + "0000",
            "8101" + "61"
          }) {
        try (RawClient client = RawClient.open(server, "/")) {
          client.sendHex(frame).shutdownOutput().readToEnd();
        }
      }
      RawClient.open(server, "/").close();
      await(server, now -> now.connections().open() == 0);

      ServerStatistics now = server.statistics();
      assertThat(now.closes())
          .isEqualTo(Map.of("1000", 1L, "4000-4999", 1L, "1002", 2L, "1006", 1L));
      assertThat(now.brokenRules())
          .isEqualTo(Map.of("RESERVED_OPCODE", 1L, "UNMASKED_CLIENT_FRAME", 1L));
    }
  }

  @Test
  void whatWaitsAndWhatFindsNoRoomAndLentBuffersAreCounted() throws IOException {
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            session.sendBinary(ByteBuffer.allocate(15 << 20));
            session.sendBinary(ByteBuffer.allocate(15 << 20));
          }
        };
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .limits(Limits.DEFAULT.withMaxQueuedBytes(1000))
                .route("/", handler)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      client.sendHex("8181" + "00000000" + "61");
      await(server, now -> now.limitHits().containsKey("READING_PAUSED"));
      session.sendBinary(ByteBuffer.allocate(1000));
      await(server, now -> now.messagesDropped() == 2);

      ServerStatistics now = server.statistics();
      assertThat(now.queuedBytes()).isBetween(1L << 20, 15L << 20);
      assertThat(now.sent().messages()).isEqualTo(1);
      client.read((15 << 20) + 10);
      await(server, later -> later.queuedBytes() == 0);
      assertThat(server.statistics().loops().get(0).buffersLent()).isZero();
    }
  }

  @Test
  void tlsHandshakesAreCountedByOutcome() throws Exception {
    TestKeys keys = new TestKeys();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .tls(Tls.context(keys.context()))
            .route("/", new EchoHandler())
            .start()) {
      RawClient.connectTls(server, keys.trusting()).open("/").close();
      try (RawClient client = RawClient.connect(server)) {
        client.sendText("no TLS at all\r\n\r\n").readToEnd();
      }
      await(server, now -> now.connections().open() == 0);

      assertThat(server.statistics().tls()).isEqualTo(new ServerStatistics.Tls(1, 1));
    }
  }

  @Test
  void limitsThatAreReachedAreCountedByName() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .maxConnections(1)
                .handshakeTimeout(Duration.ofMillis(50))
                .route("/", new EchoHandler())
                .start();
        RawClient silent = RawClient.connect(server);
        RawClient second = RawClient.connect(server)) {
      second.readToEnd();
      silent.readToEnd();
      await(server, now -> now.limitHits().size() == 2);

      assertThat(server.statistics().limitHits())
          .isEqualTo(Map.of("MAX_CONNECTIONS", 1L, "HANDSHAKE_TIMEOUT", 1L));
      assertThat(log.lines()).containsExactly("More than 1 connections: refusing new ones");
    }
  }

  @Test
  void silenceAndAnEndThatDoesNotComeAreCounted() throws IOException {
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .pingInterval(Duration.ofMillis(50))
                .pongTimeout(Duration.ofMillis(50))
                .closeTimeout(Duration.ofMillis(50))
                .route("/", new EchoHandler())
                .start();
        RawClient silent = RawClient.open(server, "/")) {
      await(server, now -> now.connections().open() == 0);

      assertThat(server.statistics().limitHits())
          .isEqualTo(Map.of("PONG_TIMEOUT", 1L, "CLOSE_TIMEOUT", 1L));
      assertThat(server.statistics().closes()).isEqualTo(Map.of("1001", 1L));
      assertThat(silent.socket().isClosed()).isFalse();
    }
  }

  @Test
  void aPeerThatTakesNothingIsCounted() throws IOException {
    RecordingHandler handler = new RecordingHandler();
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .writeTimeout(Duration.ofMillis(50))
                .route("/", handler)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      handler.nextSession().sendBinary(ByteBuffer.allocate(15 << 20));
      await(server, now -> now.connections().open() == 0);

      assertThat(server.statistics().limitHits()).containsEntry("WRITE_TIMEOUT", 1L);
      assertThat(server.statistics().queuedBytes()).isZero();
      assertThat(client.socket().isClosed()).isFalse();
    }
  }

  @Test
  void aHandlerThatHoldsUpItsLoopIsSeenWhileItDoes() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    RecordingHandler holding =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            record("holding");
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .monitoring(Monitoring.builder().loopTimes(true).build())
                .route("/", holding)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8181" + "00000000" + "61");
      await(server, now -> now.loops().get(0).longestTurn().compareTo(Duration.ofMillis(100)) > 0);
      held.countDown();

      assertThat(server.statistics().loops().get(0).busyShare()).isBetween(0.01, 1.0);
    }
  }

  @Test
  void timesAreNotMeasuredUnlessThatIsAskedFor() throws IOException {
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).route("/", new EchoHandler()).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8181" + "00000000" + "61").readHex(3);

      assertThat(server.statistics().loops())
          .allSatisfy(
              loop -> {
                assertThat(loop.measured()).isZero();
                assertThat(loop.busyShare()).isZero();
              });
    }
  }
}
