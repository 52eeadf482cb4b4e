package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.nio.websocket.Sessions;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is broadcast in a turn of a loop, and what comes before and behind it. */
class PendingBroadcastsTest {

  private final BroadcastingHandler handler = new BroadcastingHandler();

  @Test
  void whoeverSendsSomethingAndLeavesGetsItBackBeforeTheCloseIsAnswered() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
        RawClient polite = RawClient.open(server, "/")) {
      polite.sendHex("8181" + "00000000" + "61" + "8882" + "00000000" + "03e8");
      assertThat(polite.readHexToEnd()).isEqualTo("810161" + "880203e8");

      try (RawClient rude = RawClient.open(server, "/")) {
        rude.sendHex("8181" + "00000000" + "62" + "8380" + "00000000");
        assertThat(rude.readHex(3 + 4)).startsWith("810162" + "88").endsWith("03ea");
      }
    }
  }

  @Test
  void broadcastsOfOneTurnToDifferentReceiversAreKeptApart() throws IOException {
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).loops(1).route("/", handler).start();
        RawClient one = RawClient.open(server, "/")) {
      WebSocketSession first = handler.nextSession();
      RawClient two = RawClient.open(server, "/");
      WebSocketSession second = handler.nextSession();
      Sessions.loopOf(first)
          .execute(
              () -> {
                WebSocketServer.broadcast(List.of(first), PreparedMessage.text("a"));
                WebSocketServer.broadcast(List.of(first, second), PreparedMessage.text("b"));
                WebSocketServer.broadcast(List.of(second), PreparedMessage.text("c"));
              });

      assertThat(one.readHex(6)).isEqualTo("810161" + "810162");
      assertThat(two.readHex(6)).isEqualTo("810162" + "810163");
      two.close();
    }
  }

  @Test
  void whatIsBroadcastBecauseAReceiverFailsComesBehindWhatMadeItFail() throws IOException {
    AtomicBoolean broken = new AtomicBoolean();
    AtomicInteger made = new AtomicInteger();
    TransportFactory firstBreaks =
        (channel, key) ->
            new ForwardingTransport(new PlainTransport(channel, key)) {
              private final boolean first = made.getAndIncrement() == 0;

              @Override
              public long write(ByteBuffer[] segments, int start, int count) throws IOException {
                if (first && broken.get()) {
                  throw new OutOfMemoryError("pretended");
                }
                return super.write(segments, start, count);
              }
            };
    BroadcastingHandler telling =
        new BroadcastingHandler() {
          @Override
          public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
            WebSocketServer.broadcast(sessions, PreparedMessage.text("x"));
          }
        };
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .transports(firstBreaks)
                .route("/", telling)
                .start()) {
      RawClient breaks = RawClient.open(server, "/");
      telling.next();
      RawClient stays = RawClient.open(server, "/");
      telling.next();
      broken.set(true);

      stays.sendHex("8181" + "00000000" + "61" + "8181" + "00000000" + "62");

      assertThat(stays.readHex(9)).isEqualTo("810161" + "810162" + "810178");
      assertThat(log.lines()).anyMatch(line -> line.contains("pretended"));
      breaks.close();
      stays.close();
    }
  }

  @Test
  void moreThanASendQueueTakesCanBeBroadcastInATurnToWhoReads() throws IOException {
    int messages = 60;
    byte[] payload = new byte[4 << 10];
    AtomicInteger taken = new AtomicInteger();
    RecordingHandler flooding =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            for (int i = 0; i < messages; i++) {
              PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(payload));
              taken.addAndGet(WebSocketServer.broadcast(List.of(session), message));
            }
          }
        };
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(100 << 10);
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).limits(limits).route("/", flooding).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8181" + "00000000" + "61");
      client.read(messages * (4 + payload.length));
    }
    assertThat(taken.get()).isEqualTo(messages);
  }

  @Test
  void aBroadcastFindsNoRoomBehindWhatWasSentInTheSameTurn() throws IOException {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    RecordingHandler answering =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            session.sendBinary(ByteBuffer.allocate(120));
            for (String size : List.of("x".repeat(77), "x".repeat(76), "")) {
              taken.add(WebSocketServer.broadcast(List.of(session), PreparedMessage.text(size)));
            }
          }
        };
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(200);
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).limits(limits).route("/", answering).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8181" + "00000000" + "61");

      client.read(122 + 78);
    }
    assertThat(taken).containsExactly(0, 1, 0);
  }

  @Test
  void whatIsBroadcastAtTheEndOfATurnIsSentInTheNext() throws IOException {
    RecordingHandler onWritable =
        new RecordingHandler() {
          @Override
          public void onWritable(WebSocketSession session) {
            WebSocketServer.broadcast(List.of(session), PreparedMessage.text("a"));
          }
        };
    // No timer, or what is left undone would be done when it wakes the loop.
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .handshakeTimeout(Duration.ofHours(1))
                .limits(Limits.DEFAULT.withMaxQueuedBytes(3))
                .pingInterval(Duration.ZERO)
                .route("/", onWritable)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = onWritable.nextSession();
      Sessions.loopOf(session)
          .execute(
              () -> {
                session.sendText("b");
                assertThat(session.sendText("no room")).isEqualTo(SendStatus.DROPPED);
              });

      assertThat(client.readHex(3 + 3)).isEqualTo("810162" + "810161");
    }
  }

  @Test
  void aCrowdIsWrittenToOnceForAllMessagesOfATurnOneByOneInTheSameBuffer() throws IOException {
    // More than the buffers that a loop keeps.
    int crowd = 1124;
    CountingPool pool = new CountingPool();
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger mostLent = new AtomicInteger();
    TransportFactory counting =
        (channel, key) ->
            new ForwardingTransport(new PlainTransport(channel, key)) {
              @Override
              public long write(ByteBuffer[] segments, int first, int count) throws IOException {
                writes.incrementAndGet();
                mostLent.accumulateAndGet(pool.lent(), Math::max);
                return super.write(segments, first, count);
              }
            };
    List<RawClient> clients = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .transports(counting)
            .buffers(pool::newPool)
            .route("/", handler)
            .start()) {
      for (int i = 0; i < crowd; i++) {
        clients.add(RawClient.open(server, "/"));
      }
      writes.set(0);
      clients
          .get(0)
          .sendHex("8281" + "00000000" + "61" + "8281" + "00000000" + "62" + "8280" + "00000000");
      for (RawClient client : clients) {
        assertThat(client.readHex(8)).isEqualTo("820161" + "820162" + "8200");
      }

      assertThat(writes.get()).isEqualTo(crowd);
      assertThat(mostLent.get()).isEqualTo(1);
      Await.until("idle connections hold no buffer", () -> pool.lent() == 0);
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
