package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.FrameTracing;
import io.github.baseframe.server.monitoring.Monitoring;
import io.github.baseframe.server.monitoring.ServerMXBean;
import io.github.baseframe.server.monitoring.ServerObserver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server tells to who looks. */
class MonitoringTest {

  private static final String MASKED_A = "8181" + "00000000" + "61";
  private static final String MASKED_CLOSE = "8882" + "00000000" + "03e8";

  /** Keeps all events. */
  private static final class Events implements ServerObserver {
    private final List<Object> all = new CopyOnWriteArrayList<>();

    @Override
    public void onRequest(Request request) {
      all.add(request);
    }

    @Override
    public void onClosed(Closed closed) {
      all.add(closed);
    }

    @Override
    public void onBackpressure(Backpressure backpressure) {
      all.add(backpressure);
    }

    @Override
    public void onSlowHandler(SlowHandler slow) {
      all.add(slow);
    }

    @Override
    public void onRejected(Rejected rejected) {
      all.add(rejected);
    }

    private <T> T only(Class<T> type) {
      Await.until(
          "an event " + type.getSimpleName(), () -> all.stream().anyMatch(type::isInstance));
      List<T> events = all.stream().filter(type::isInstance).map(type::cast).toList();
      assertThat(events).hasSize(1);
      return events.get(0);
    }
  }

  private static ServerBuilder server(Monitoring.Builder monitoring) {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        .monitoring(monitoring.build())
        .route("/echo", new EchoHandler());
  }

  private static void visit(WebSocketServer server) throws IOException {
    try (RawClient client = RawClient.open(server, "/echo")) {
      client.sendHex(MASKED_A).readHex(3);
      client.sendHex(MASKED_CLOSE).readToEnd();
    }
    Await.until("the end", () -> server.openConnections() == 0);
  }

  // ---- Observers

  @Test
  void anObserverIsToldOfAHandshakeAndAClose() throws IOException {
    Events events = new Events();
    try (WebSocketServer server = server(Monitoring.builder().observer(events)).start()) {
      visit(server);
    }

    ServerObserver.Request request = events.only(ServerObserver.Request.class);
    assertThat(((InetSocketAddress) request.peer()).getAddress().isLoopbackAddress()).isTrue();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target()).isEqualTo("/echo");
    assertThat(request.status()).isEqualTo(101);
    assertThat(request.duration().isNegative()).isFalse();
    ServerObserver.Closed closed = events.only(ServerObserver.Closed.class);
    assertThat(closed.route()).isEqualTo("/echo");
    assertThat(closed.reason()).isEqualTo(new CloseReason(1000, ""));
    assertThat(closed.clean()).isTrue();
    assertThat(closed.messagesReceived()).isEqualTo(1);
    assertThat(closed.messagesSent()).isEqualTo(1);
    assertThat(closed.duration()).isPositive();
  }

  @Test
  void anObserverIsToldWhichRuleWasBroken() throws IOException {
    Events events = new Events();
    try (WebSocketServer server = server(Monitoring.builder().observer(events)).start()) {
      try (RawClient client = RawClient.connect(server)) {
        client.sendText("GET /echo\r\n\r\n").readToEnd();
      }
      try (RawClient client = RawClient.open(server, "/echo")) {
        client.sendHex("810161").shutdownOutput().readToEnd();
      }
      assertThat(events.only(ServerObserver.Closed.class).brokenRule())
          .contains(Rule.UNMASKED_CLIENT_FRAME);
    }

    ServerObserver.Request first = (ServerObserver.Request) events.all.get(0);
    assertThat(first.method()).isEmpty();
    assertThat(first.status()).isEqualTo(400);
    assertThat(first.brokenRule()).isPresent();
  }

  @Test
  void anObserverIsToldOfBackpressureAndOfASlowHandler() throws IOException {
    Events events = new Events();
    WebSocketHandler flooding =
        new WebSocketHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            long end = System.nanoTime() + Duration.ofMillis(2).toNanos();
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            session.sendBinary(ByteBuffer.allocate(15 << 20));
          }
        };
    Monitoring.Builder monitoring =
        Monitoring.builder().observer(events).slowHandler(Duration.ofMillis(2));
    try (WebSocketServer server = server(monitoring).route("/flood", flooding).start();
        RawClient client = RawClient.open(server, "/flood")) {
      client.sendHex(MASKED_A);

      assertThat(events.only(ServerObserver.Backpressure.class).queuedBytes()).isPositive();
      ServerObserver.SlowHandler slow = events.only(ServerObserver.SlowHandler.class);
      assertThat(slow.route()).isEqualTo("/flood");
      assertThat(slow.call()).isEqualTo("onUtf8Text");
      assertThat(slow.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(2));
    }
  }

  @Test
  void anObserverIsToldOfAConnectionThatIsRejected() throws IOException {
    Events events = new Events();
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            server(Monitoring.builder().observer(events)).maxConnections(1).start();
        RawClient first = RawClient.open(server, "/echo");
        RawClient second = RawClient.connect(server)) {
      second.readToEnd();

      assertThat(events.only(ServerObserver.Rejected.class).limit()).isEqualTo("MAX_CONNECTIONS");
      assertThat(log.lines()).hasSize(1);
      assertThat(first.socket().isClosed()).isFalse();
    }
  }

  @Test
  void anObserverThatFailsHarmsNobodyAndIsOneLineOfLog() throws IOException {
    ServerObserver failing =
        new ServerObserver() {
          @Override
          public void onRequest(Request request) {
            throw new StackOverflowError();
          }

          @Override
          public void onClosed(Closed closed) {
            throw new IllegalStateException("mine");
          }
        };
    FrameTracing failingTrace =
        FrameTracing.oneIn(
            1,
            (session, frame) -> {
              throw new IllegalStateException("mine");
            });
    Events events = new Events();
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            server(
                    Monitoring.builder()
                        .observer(failing)
                        .observer(events)
                        .frameTracing(failingTrace))
                .start()) {
      visit(server);

      assertThat(events.only(ServerObserver.Closed.class).clean()).isTrue();
      assertThat(log.lines()).singleElement().asString().startsWith("An observer failed: ");
    }
  }

  // ---- The request log

  @Test
  void eachAnsweredRequestIsALineOfTheRequestLog() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (WebSocketServer server = server(Monitoring.builder().requestLog(lines::add)).start()) {
      visit(server);
    }

    assertThat(lines)
        .singleElement()
        .asString()
        .matches("127\\.0\\.0\\.1 - - \\[.*] \"GET /echo HTTP/1\\.1\" 101 -");
  }

  @Test
  void theRequestLogMayGoToALogger() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            server(Monitoring.builder().requestLogger("io.github.baseframe.requests")).start()) {
      visit(server);

      assertThat(log.lines()).singleElement().asString().contains("GET /echo");
    }
  }

  // ---- Frames

  @Test
  void framesAreShownOfTheChosenConnectionsAsTheyAreOnTheWire() throws IOException {
    List<String> frames = new CopyOnWriteArrayList<>();
    FrameTracing tracing =
        FrameTracing.oneIn(2, (session, frame) -> frames.add(frame.toString()))
            .withMaxPayloadBytes(1);
    try (WebSocketServer server = server(Monitoring.builder().frameTracing(tracing)).start()) {
      visit(server);
      visit(server);
    }

    assertThat(frames)
        .containsExactly(
            "RECEIVED TEXT fin, key 00000000, 1 bytes: 818100000000 61",
            "SENT TEXT fin, 1 bytes: 8101 61",
            "RECEIVED CLOSE fin, key 00000000, 2 bytes: 888200000000 03...",
            "SENT CLOSE fin, 2 bytes: 8802 03...");
  }

  @Test
  void whoChoosesConnectionsAndFailsHarmsNobody() throws IOException {
    FrameTracing tracing =
        FrameTracing.of(
            session -> {
              throw new IllegalStateException("mine");
            },
            (session, frame) -> {});
    try (LogCapture log = new LogCapture();
        WebSocketServer server = server(Monitoring.builder().frameTracing(tracing)).start()) {
      visit(server);

      assertThat(log.lines()).hasSize(1);
    }
  }

  // ---- Metrics

  @Test
  void metricsAreServedWhereTheyAreWantedAndNowhereElse() throws IOException {
    try (WebSocketServer server = server(Monitoring.builder().metricsPath("/metrics")).start()) {
      visit(server);

      assertThat(get(server, "/metrics", "Accept: application/openmetrics-text\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("\r\nContent-Type: application/openmetrics-text; version=1.0.0")
          .contains("\nbaseframe_messages_received_total 1\n")
          .endsWith("# EOF\n");
      assertThat(get(server, "/metrics", "")).contains("\r\nContent-Type: text/plain");
    }
    try (WebSocketServer server = server(Monitoring.builder()).start()) {
      assertThat(get(server, "/metrics", "")).startsWith("HTTP/1.1 404 ");
    }
  }

  private static String get(WebSocketServer server, String path, String fields) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
      return client.sendText(request).readTextToEnd();
    }
  }

  @Test
  void metricsNeedAPathOfTheirOwn() {
    ServerBuilder builder =
        server(Monitoring.builder().metricsPath("/a")).page("/a", "text/plain", new byte[0]);

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a");
    assertThatThrownBy(() -> server(Monitoring.builder().metricsPath("metrics")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- JMX

  @Test
  void jmxShowsTheFiguresWhileTheServerRuns() throws Exception {
    ObjectName name = new ObjectName("io.github.baseframe:type=Server,name=test");
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try (WebSocketServer server =
        server(Monitoring.builder().jmxName(name.toString()).loopTimes(true)).start()) {
      visit(server);

      ServerMXBean bean = JMX.newMXBeanProxy(beans, name, ServerMXBean.class);
      assertThat(bean.getMessagesReceived()).isEqualTo(1);
      assertThat(bean.getMessagesSent()).isEqualTo(1);
      assertThat(bean.getHandshakesAccepted()).isEqualTo(1);
      assertThat(bean.getAcceptedConnections()).isEqualTo(1);
      assertThat(bean.getCloses()).containsEntry("1000", 1L);
      assertThat(bean.getLoopBusyShares()).hasSize(1);
      assertThat(beans.getMBeanInfo(name).getAttributes())
          .allSatisfy(
              attribute -> assertThat(beans.getAttribute(name, attribute.getName())).isNotNull());
      assertThatThrownBy(() -> server(Monitoring.builder().jmxName(name.toString())).start())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name.toString());
    }

    assertThat(beans.isRegistered(name)).isFalse();
  }

  // ---- The Flight Recorder

  @Test
  void theFlightRecorderIsToldOfRequestsAndCloses(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording();
        WebSocketServer server = server(Monitoring.builder().flightRecorder(true)).start()) {
      recording.enable("io.github.baseframe.Request");
      recording.enable("io.github.baseframe.Close");
      recording.start();
      visit(server);
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactlyInAnyOrder("io.github.baseframe.Request", "io.github.baseframe.Close");
    for (RecordedEvent event : events) {
      assertThat(event.getString("peer")).startsWith("127.0.0.1:");
      if (event.hasField("code")) {
        assertThat(event.getInt("code")).isEqualTo(1000);
        assertThat(event.getLong("messagesReceived")).isEqualTo(1);
      } else {
        assertThat(event.getInt("status")).isEqualTo(101);
      }
    }
  }
}
