package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler that throws costs its own connection 1011, and nobody else anything. */
class HandlerFailureTest {

  private static final String CLOSE_1011 = "8810" + "03f3" + "696e7465726e616c206572726f72";

  private static volatile String failsIn = "";
  private static volatile Supplier<Throwable> failure;

  private final LogCapture log = new LogCapture();
  private final FailingHandler failing = new FailingHandler();
  private WebSocketServer server;

  /** Throws what a test wants from the method that it wants. */
  private static final class FailingHandler extends RecordingHandler {

    @Override
    public void record(String event) {
      super.record(event);
      if (!failsIn.isEmpty() && event.startsWith(failsIn)) {
        HandlerFailureTest.<RuntimeException>sneak(failure.get());
      }
    }

    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      super.onOpen(session, handshake);
      session.sendText("welcome");
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable error) throws T {
    throw (T) error;
  }

  @BeforeEach
  void start() throws IOException {
    failsIn = "";
    failure = () -> new IllegalStateException("broken\nhandler");
    server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .route("/failing", failing)
            .route("/echo", new EchoHandler())
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
    log.close();
  }

  @ParameterizedTest
  @CsvSource({
    "text, 818100000000" + "61",
    "binary, 828100000000" + "61",
    "ping, 8a8000000000" + "898000000000",
    "pong, 8a8000000000",
  })
  void aMethodThatThrowsCostsItsConnection1011(String method, String frames) throws IOException {
    try (RawClient bystander = RawClient.open(server, "/echo");
        RawClient client = RawClient.open(server, "/failing")) {
      assertThat(client.readHex(9)).isEqualTo("8107" + "77656c636f6d65");
      failsIn = method;

      client.sendHex(frames);

      assertThat(client.readHexToEnd()).isIn(CLOSE_1011, "8a00" + CLOSE_1011);
      assertEchoes(bystander);
      assertEndsWith("close 1011 unclean");
    }
  }

  @Test
  void anOnOpenThatThrowsCostsItsConnection1011() throws IOException {
    failsIn = "open";
    try (RawClient client = RawClient.open(server, "/failing")) {
      assertThat(client.readHexToEnd()).isEqualTo(CLOSE_1011);
      assertEndsWith("close 1011 unclean");
    }
  }

  @Test
  void anOnCloseThatThrowsIsCalledOnceAllTheSame() throws IOException {
    failsIn = "close";
    try (RawClient client = RawClient.open(server, "/failing")) {
      client.readHex(9);
      client.sendHex("888200000000" + "03e8");

      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
      client.shutdownOutput();
      assertThat(failing.next()).isEqualTo("open /failing");
      assertThat(failing.next()).isEqualTo("close 1000 clean");
      assertThat(failing.next()).startsWith("error java.lang.IllegalStateException");
      Await.until("the connection ended", () -> server.openConnections() == 0);
      assertThat(failing.isQuiet()).isTrue();
    }
  }

  @Test
  void anOnErrorThatThrowsMakesItNoWorse() throws IOException {
    RecordingHandler hopeless =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            throw new IllegalStateException("first");
          }

          @Override
          public void onError(WebSocketSession session, Throwable error) {
            throw new IllegalStateException("second");
          }
        };
    try (WebSocketServer other = WebSocketServer.builder().port(0).route("/", hopeless).start();
        RawClient client = RawClient.open(other, "/")) {
      client.sendHex("818100000000" + "61");

      assertThat(client.readHexToEnd()).isEqualTo(CLOSE_1011);
      assertThat(hopeless.next()).isEqualTo("open /");
      assertThat(hopeless.next()).isEqualTo("close 1011 unclean");
    }
  }

  @Test
  void anOnWritableThatThrowsCostsItsConnection1011() throws IOException {
    RecordingHandler flooding =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            session.sendBinary(ByteBuffer.allocate(15 << 20));
            session.sendText("queued");
          }

          @Override
          public void onWritable(WebSocketSession session) {
            throw new IllegalStateException("broken");
          }
        };
    try (WebSocketServer other = WebSocketServer.builder().port(0).route("/", flooding).start();
        RawClient client = RawClient.open(other, "/")) {
      client.sendHex("818100000000" + "61");

      byte[] all = client.readToEnd();

      assertThat(all).hasSize(10 + (15 << 20) + 8 + CLOSE_1011.length() / 2);
      assertThat(flooding.next()).isEqualTo("open /");
      assertThat(flooding.next()).startsWith("error");
      assertThat(flooding.next()).isEqualTo("close 1011 unclean");
    }
  }

  static Stream<Supplier<Throwable>> errors() {
    return Stream.of(
        StackOverflowError::new,
        () -> new OutOfMemoryError("pretended"),
        () -> new AssertionError("pretended"),
        () -> new Exception("checked"),
        () ->
            new RuntimeException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String toString() {
                throw new IllegalStateException("not even that");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("errors")
  void evenErrorsCostNobodyElseAnything(Supplier<Throwable> error) throws IOException {
    failsIn = "text";
    failure = error;
    try (RawClient bystander = RawClient.open(server, "/echo");
        RawClient client = RawClient.open(server, "/failing")) {
      client.readHex(9);
      client.sendHex("818100000000" + "61");

      assertThat(client.readHexToEnd()).isEqualTo(CLOSE_1011);
      assertEchoes(bystander);
    }
  }

  @Test
  void theLogGetsOneLineAndTheStackTraceOnlyForDebugging() throws IOException {
    failsIn = "open";
    try (RawClient client = RawClient.open(server, "/failing")) {
      client.readToEnd();
    }

    LogRecord line = log.records().get(0);
    assertThat(log.records()).hasSize(1);
    assertThat(line.getLevel()).isEqualTo(Level.WARNING);
    assertThat(line.getThrown()).isNull();
    assertThat(line.getMessage())
        .contains("/failing", "1011", "java.lang.IllegalStateException: broken handler")
        .doesNotContain("\n");
  }

  @Test
  void closingTheServerFromAHandlerDoesNotDeadlock() throws IOException {
    RecordingHandler closing =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            server.close();
          }

          @Override
          public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
            server.close();
            super.onClose(session, reason, clean);
          }
        };
    server.close();
    server = WebSocketServer.builder().port(0).loops(1).route("/", closing).start();
    try (RawClient client = RawClient.open(server, "/")) {
      client.sendHex("818100000000" + "61");

      assertThat(client.readHex(4)).isEqualTo("880203e9");
      client.sendHex("888200000000" + "03e9");
      assertThat(client.readToEnd()).isEmpty();
      assertThat(closing.next()).isEqualTo("open /");
      assertThat(closing.next()).isEqualTo("close 1001 clean");
    }
    server.close();
    assertThat(server.openConnections()).isZero();
  }

  private static void assertEchoes(RawClient client) throws IOException {
    client.sendHex("818100000000" + "65");
    assertThat(client.readHex(3)).isEqualTo("810165");
  }

  private void assertEndsWith(String lastEvent) {
    String event = failing.next();
    while (!event.startsWith("close")) {
      event = failing.next();
    }
    assertThat(event).isEqualTo(lastEvent);
    assertThat(failing.isQuiet()).isTrue();
  }
}
