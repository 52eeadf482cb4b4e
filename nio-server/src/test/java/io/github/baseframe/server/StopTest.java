package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a server starts and stops, and that it leaves nothing behind. */
class StopTest {

  private final RecordingHandler handler = new RecordingHandler();

  private static List<String> threadsOf(String server) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(server + "-"))
        .sorted()
        .toList();
  }

  @Test
  void everyOpenConnectionGets1001AndOneOnClose() throws IOException {
    WebSocketServer server =
        WebSocketServer.builder().port(0).threadName("stop-1001").route("/", handler).start();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(RawClient.open(server, "/"));
      assertThat(handler.next()).isEqualTo("open /");
    }
    RawClient halfAHead = RawClient.connect(server).sendText("GET / HTTP/1.1\r\n");
    Thread stop = new Thread(server::close);
    stop.start();

    for (RawClient client : clients) {
      assertThat(client.readHex(4)).isEqualTo("880203e9");
      client.sendHex("8882" + "00000000" + "03e9");
      assertThat(client.readToEnd()).isEmpty();
      client.close();
      assertThat(handler.next()).isEqualTo("close 1001 clean");
    }
    assertThat(halfAHead.readToEnd()).isEmpty();
    halfAHead.close();
    server.close();

    assertThat(handler.isQuiet()).isTrue();
    assertThat(server.openConnections()).isZero();
    assertThat(threadsOf("stop-1001")).isEmpty();
  }

  @Test
  void whatWasSentBeforeTheStopArrives() throws IOException {
    WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
    try (RawClient client = RawClient.open(server, "/")) {
      handler.nextSession().sendText("last");
      Thread stop = new Thread(server::close);
      stop.start();

      assertThat(client.readHex(6 + 4)).isEqualTo("81046c617374" + "880203e9");
    }
    server.close();
  }

  @Test
  void aStoppedServerAcceptsNothingAndItsPortIsFree() throws IOException {
    WebSocketServer first = WebSocketServer.builder().port(0).route("/", handler).start();
    try (RawClient client = RawClient.open(first, "/")) {
      Thread stop = new Thread(first::close);
      stop.start();
      assertThat(client.readHex(4)).isEqualTo("880203e9");
    }
    first.close();
    assertThatThrownBy(() -> RawClient.connect(first)).isInstanceOf(IOException.class);

    try (WebSocketServer second =
            WebSocketServer.builder().port(first.port()).route("/", handler).start();
        RawClient client = RawClient.open(second, "/")) {
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(client.socket().isConnected()).isTrue();
    }
  }

  @Test
  void aPortInUseIsOneClearMessageAndLeavesNothingBehind() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).start()) {
      ServerBuilder second =
          WebSocketServer.builder().port(server.port()).threadName("stop-in-use");

      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
          .hasMessageContaining("in use");
      assertThat(threadsOf("stop-in-use")).isEmpty();
    }
  }

  @Test
  void anUnknownHostIsOneClearMessage() {
    assertThatThrownBy(() -> WebSocketServer.builder().host("no.such.host.invalid").start())
        .isInstanceOf(IOException.class)
        .hasMessage("unknown host no.such.host.invalid");
  }

  @Test
  void aStartThatFailsLateLeavesNoThreadBehind() {
    int[] pools = {0};
    ServerBuilder builder =
        WebSocketServer.builder()
            .port(0)
            .loops(3)
            .threadName("stop-late")
            .buffers(
                memory -> {
                  if (++pools[0] == 3) {
                    throw new IllegalStateException("no more");
                  }
                  return new CountingPool().newPool(memory);
                });

    assertThatThrownBy(builder::start).isInstanceOf(IllegalStateException.class);

    assertThat(threadsOf("stop-late")).isEmpty();
  }

  @Test
  void theThreadsAreAsTheSettingsSay() throws IOException {
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(3)
            .threadName("stop-threads")
            .daemonThreads(true)
            .start()) {
      assertThat(server.port()).isPositive();
      assertThat(threadsOf("stop-threads"))
          .containsExactly("stop-threads-loop-0", "stop-threads-loop-1", "stop-threads-loop-2");
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("stop-threads-"))
          .allMatch(Thread::isDaemon);
    }
  }

  @Test
  void anInterruptedStopReturnsAndKeepsTheInterrupt() throws Exception {
    WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
    try (RawClient client = RawClient.open(server, "/")) {
      Thread.currentThread().interrupt();
      server.close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(client.readHex(4)).isEqualTo("880203e9");
      client.sendHex("8882" + "00000000" + "03e9");
    }
    server.close();
    assertThat(server.openConnections()).isZero();
  }

  @Test
  void aHandlerThatBlocksDoesNotHoldUpTheStopForEver() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    RecordingHandler blocking =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            super.onOpen(session, handshake);
            try {
              release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .shutdownTimeout(Duration.ofMillis(50))
            .route("/", blocking)
            .start();
    try (LogCapture log = new LogCapture();
        RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/"));
      assertThat(blocking.next()).isEqualTo("open /");

      server.close();

      assertThat(log.lines()).singleElement().asString().contains("blocks its event loop");
      release.countDown();
      server.close();
      assertThat(blocking.next()).isEqualTo("close 1006 unclean");
    }
  }
}
