package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Pings after silence, and the end of a connection whose server gives no sign of life. */
class KeepAliveTest extends BothStylesTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** What an application does that takes so long. */
  private static void work(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Test
  void aServerThatNoLongerAnswersLosesItsConnectionWith1001() throws Exception {
    WebSocketClient client =
        builder().pingInterval(SHORT).pongTimeout(Duration.ofSeconds(1)).build();
    ScriptedPeer peer = server.open(client, handler).peer();

    // As long as there are answers, of whatever kind, the connection stays.
    for (String answer : List.of("8a00", "810178", "8900")) {
      assertThat(peer.readFrame().hex()).isEqualTo("89");
      peer.sendHex(answer);
    }
    assertThat(peer.readFrame().hex()).isEqualTo("8a");
    assertThat(peer.readFrame().hex()).isEqualTo("89");

    assertThat(peer.readFrame().hex()).startsWith("88 03e9");
    peer.close();
    for (String event : List.of("open", "pong", "text x", "ping", "close 1001 no sign of life")) {
      assertThat(handler.next()).isEqualTo(event);
    }
    awaitEndOfLoops();
  }

  @Test
  void aHandlerThatTakesLongCostsNoConnectionWhoseServerAnswers() throws Exception {
    int messages = 4;
    RecordingHandler slow =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            work(SHORT.multipliedBy(3));
            record("text " + text);
          }

          @Override
          public void onPong(WebSocketSession session, ByteBuffer payload) {}
        };
    WebSocketClient client =
        builder().pingInterval(SHORT).pongTimeout(SHORT.multipliedBy(2)).build();
    ScriptedServer.Opened opened = server.open(client, slow, "810178".repeat(messages));
    CompletableFuture<String> end =
        CompletableFuture.supplyAsync(() -> answerPings(opened.peer()), ScriptedServer::inThread);

    assertThat(slow.next()).isEqualTo("open");
    for (int i = 0; i < messages; i++) {
      assertThat(slow.next()).isEqualTo("text x");
    }
    opened.session().close();

    assertThat(ScriptedServer.get(end)).isEqualTo("88 03e8");
    assertThat(slow.next()).isEqualTo("close 1000 clean");
  }

  /** Answers all pings and, in the end, Close; returns what is neither. */
  private static String answerPings(ScriptedPeer peer) {
    try {
      while (true) {
        ScriptedPeer.Frame frame = peer.readFrame();
        if (frame.firstByte() != 0x89) {
          peer.sendHex("880203e8");
          peer.close();
          return frame.hex();
        }
        peer.sendHex("8a00");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsAskedWhileTheServerIsNotReadFrom() throws Exception {
    RecordingHandler slow =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            work(SHORT.multipliedBy(4));
            session.sendText("done");
          }
        };
    WebSocketClient client =
        builder().maxInboxBytes(1).pingInterval(SHORT).pongTimeout(SHORT).build();
    ScriptedPeer peer = server.open(client, slow, "810178").peer();

    assertThat(peer.readFrame().text()).isEqualTo("done");
    assertThat(peer.readFrame().hex()).isEqualTo("89");
  }

  @Test
  void aLoopThatStoodStillPingsAfresh() throws Exception {
    Duration pongTimeout = Duration.ofSeconds(1);
    RecordingHandler busy =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            work(pongTimeout.multipliedBy(2));
          }
        };
    WebSocketClient client =
        super.builder().handlersOnLoop().pingInterval(SHORT).pongTimeout(pongTimeout).build();
    ScriptedPeer other = server.open(client, busy).peer();
    ScriptedPeer peer = server.open(client, handler).peer();
    assertThat(peer.readFrame().hex()).isEqualTo("89");

    other.sendHex("810178");

    assertThat(peer.readFrame().hex()).isEqualTo("89");
  }

  @Test
  void aSendQueueFullOfDataDoesNotStopThePing() throws Exception {
    WebSocketClient client =
        builder()
            .limits(Limits.DEFAULT.withMaxQueuedBytes(16 << 20))
            .pingInterval(SHORT.multipliedBy(3))
            .build();
    ScriptedServer.Opened opened = server.open(client, handler);
    // Longer than the silence after which the ping is due; by then nothing is taken any more.
    long end = System.nanoTime() + SHORT.multipliedBy(6).toNanos();
    while (System.nanoTime() < end) {
      while (opened.session().sendBinary(ByteBuffer.allocate(10_000)) != SendStatus.DROPPED) {}
      LockSupport.parkNanos(1_000_000);
    }

    // It goes before data that has been waiting for longer.
    ScriptedPeer.Frame frame = opened.peer().readFrame();
    while (frame.firstByte() == 0x82) {
      frame = opened.peer().readFrame();
    }
    assertThat(frame.hex()).isEqualTo("89");
    assertThat(opened.peer().readFrame().firstByte()).isEqualTo(0x82);
  }
}
