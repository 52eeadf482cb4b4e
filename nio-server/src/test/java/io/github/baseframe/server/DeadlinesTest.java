package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every deadline, set short, and what a peer that lets it pass sees. */
class DeadlinesTest {

  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Duration.ofDays(1);

  private final RecordingHandler handler = new RecordingHandler();

  /** A server on which nothing but what the test sets shorter ends in time. */
  private ServerBuilder patientServer() {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        .handshakeTimeout(LONG)
        .closeTimeout(LONG)
        .pingInterval(LONG)
        .writeTimeout(LONG)
        .shutdownTimeout(SHORT)
        .route("/", handler);
  }

  @Test
  void aHeadThatDoesNotEndInTimeIsAnswered408() throws IOException {
    try (WebSocketServer server = patientServer().handshakeTimeout(SHORT).start();
        RawClient client = RawClient.connect(server)) {
      client.sendText("GET / HTTP/1.1\r\nHost: a\r\n");

      assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void whoSendsNothingIsClosedWithoutAWord() throws IOException {
    try (WebSocketServer server = patientServer().handshakeTimeout(SHORT).start();
        RawClient client = RawClient.connect(server)) {
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void theHandshakeTimeoutDoesNotCountForAnOpenConnection() throws IOException {
    try (WebSocketServer server =
            patientServer().handshakeTimeout(SHORT).pingInterval(SHORT.multipliedBy(8)).start();
        RawClient client = RawClient.open(server, "/")) {
      // The ping comes after the handshake timeout would have passed.
      assertThat(client.readHex(2)).isEqualTo("8900");
    }
  }

  @Test
  void aRefusedClientThatDoesNotEndIsCut() throws IOException {
    try (WebSocketServer server = patientServer().closeTimeout(SHORT).start();
        RawClient client = RawClient.connect(server)) {
      client.sendText("nonsense\r\n\r\n");
      assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 400 ");

      Await.until("the connection is cut", () -> server.openConnections() == 0);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerCloseIsCut() throws IOException {
    try (WebSocketServer server = patientServer().closeTimeout(SHORT).start();
        RawClient client = RawClient.open(server, "/")) {
      assertThat(handler.next()).isEqualTo("open /");
      handler.nextSession().close(4000, "bye");

      assertThat(client.readHex(7)).isEqualTo("8805" + "0fa0" + "627965");
      assertThat(handler.next()).isEqualTo("close 1006 unclean");
      assertThatThrownBy(() -> client.read(1)).hasMessage("Connection reset");
    }
  }

  @Test
  void aFailedPeerThatDoesNotEndIsCut() throws IOException {
    try (WebSocketServer server = patientServer().closeTimeout(SHORT).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("ff8000000000");
      assertThat(client.readHexToEnd()).startsWith("88");

      Await.until("the connection is cut", () -> server.openConnections() == 0);
    }
  }

  @Test
  void aSilentPeerIsSentAPingAndThenFailed() throws IOException {
    try (WebSocketServer server = patientServer().pingInterval(SHORT).pongTimeout(SHORT).start();
        RawClient client = RawClient.open(server, "/")) {
      assertThat(client.readHexToEnd())
          .isEqualTo("8900" + "8811" + "03e9" + "6e6f207369676e206f66206c696665");
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("close 1001 unclean");
    }
  }

  @Test
  void aPeerThatAnswersPingsIsLeftAlone() throws IOException {
    try (WebSocketServer server = patientServer().pingInterval(Duration.ofMillis(250)).start();
        RawClient client = RawClient.open(server, "/")) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.readHex(2)).isEqualTo("8900");
        client.sendHex("8a80" + "00000000");
      }
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("pong ");
    }
  }

  @Test
  void aPeerThatTakesNothingIsCut() throws IOException {
    RecordingHandler generous =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            super.onOpen(session, handshake);
            session.sendBinary(ByteBuffer.allocate(16 << 20));
          }
        };
    try (WebSocketServer server =
            patientServer().writeTimeout(SHORT).route("/flood", generous).start();
        RawClient client = RawClient.open(server, "/flood")) {
      assertThat(generous.next()).isEqualTo("open /flood");
      assertThat(generous.next()).isEqualTo("close 1006 unclean");
      // What the system kept for it is gone too.
      assertThatThrownBy(client::readToEnd).hasMessage("Connection reset");
    }
  }

  @Test
  void aStopCutsThoseWhoDoNotEndInTime() throws IOException {
    WebSocketServer server = patientServer().start();
    try (RawClient client = RawClient.open(server, "/")) {
      server.close();

      assertThat(client.readHexToEnd()).isEqualTo("880203e9");
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("close 1006 unclean");
      assertThat(handler.isQuiet()).isTrue();
    }
  }

  @Test
  void zeroSwitchesTheKeepAliveAndTheWriteTimeoutOff() throws IOException {
    try (WebSocketServer server =
            patientServer().pingInterval(Duration.ZERO).writeTimeout(Duration.ZERO).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8182" + "00000000" + "6869");
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("text hi");
    }
  }

  private static final int LARGE_BYTES = 15 << 20;

  /** Sends much, says goodbye, and leaves. */
  private static final class Generous extends RecordingHandler {
    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      super.onOpen(session, handshake);
      session.sendBinary(ByteBuffer.allocate(LARGE_BYTES));
      session.close(1000, "");
    }
  }

  @Test
  void theCloseTimeoutCountsFromTheLeavingOfOurCloseFrame() throws IOException {
    Generous generous = new Generous();
    try (WebSocketServer server =
            patientServer().closeTimeout(SHORT.multipliedBy(8)).route("/much", generous).start();
        RawClient slow = RawClient.open(server, "/much")) {
      assertThat(generous.next()).isEqualTo("open /much");
      long start = System.nanoTime();
      assertThat(slow.readHex(10)).isEqualTo("827f" + "0000000000f00000");
      for (int i = 1; i <= 4; i++) {
        long next = start + i * SHORT.multipliedBy(5).toNanos();
        Await.until("it is time to read", () -> System.nanoTime() - next > 0);
        assertThat(slow.read(1 << 20)).hasSize(1 << 20);
      }
      assertThat(slow.read(LARGE_BYTES - (4 << 20))).hasSize(LARGE_BYTES - (4 << 20));
      assertThat(slow.readHex(4)).isEqualTo("880203e8");
      slow.sendHex("8882" + "00000000" + "03e8");

      assertThat(generous.next()).isEqualTo("close 1000 clean");
    }
  }

  @Test
  void aPeerThatTakesNothingOfWhatIsBeforeOurCloseFrameIsCut() throws IOException {
    Generous generous = new Generous();
    try (WebSocketServer server =
            patientServer().writeTimeout(SHORT).route("/much", generous).start();
        RawClient client = RawClient.open(server, "/much")) {
      assertThat(generous.next()).isEqualTo("open /much");
      assertThat(generous.next()).isEqualTo("close 1006 unclean");
      assertThat(client.socket().isClosed()).isFalse();
    }
  }

  @Test
  void aSendQueueThatIsFullDoesNotKeepThePingFromBeingSent() throws IOException {
    int messageBytes = 64 << 10;
    RecordingHandler flooding =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            fillWith(session, messageBytes);
            fillWith(session, 0);
            super.onOpen(session, handshake);
          }

          private static void fillWith(WebSocketSession session, int bytes) {
            SendStatus status = SendStatus.SENT;
            while (status != SendStatus.DROPPED) {
              status = session.sendBinary(ByteBuffer.allocate(bytes));
            }
          }

          @Override
          public void onWritable(WebSocketSession session) {
            session.close(1000, "");
          }
        };
    try (WebSocketServer server =
            patientServer()
                .pingInterval(SHORT)
                .pongTimeout(Duration.ofSeconds(10))
                .limits(Limits.DEFAULT.withMaxQueuedBytes(2L * messageBytes))
                .route("/flood", flooding)
                .start();
        RawClient client = RawClient.open(server, "/flood")) {
      assertThat(flooding.next()).isEqualTo("open /flood");
      long due = System.nanoTime() + SHORT.multipliedBy(3).toNanos();
      Await.until("the ping is due", () -> System.nanoTime() - due > 0);

      StringBuilder opcodes = new StringBuilder();
      String header = client.readHex(2);
      while (!header.equals("8802")) {
        opcodes.append(header).append(' ');
        if (header.equals("827f")) {
          client.read(8 + messageBytes);
        }
        header = client.readHex(2);
      }

      assertThat(opcodes.toString()).contains("827f 8900 82");
    }
  }
}
