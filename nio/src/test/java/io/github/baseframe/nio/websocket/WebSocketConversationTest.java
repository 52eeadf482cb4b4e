package io.github.baseframe.nio.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.Peer;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a conversation makes of time that passes and of transports that break. */
class WebSocketConversationTest {

  private static final String PING = "8900";
  private static final String PONG = "8a80" + "00000000";
  private static final String ECHO_REQUEST = "8181" + "00000000" + "61";

  private final RecordingHandler handler =
      new RecordingHandler() {
        @Override
        public void onText(WebSocketSession session, String text) {
          session.sendText(text);
        }
      };

  private Conversations conversations;

  @BeforeEach
  void start() throws IOException {
    conversations = new Conversations();
  }

  @AfterEach
  void stop() {
    conversations.close();
  }

  /** Keeps the loop from everything else for so long. */
  private void holdLoop(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    AtomicBoolean held = new AtomicBoolean();
    conversations
        .loop()
        .execute(
            () -> {
              held.set(true);
              Await.until("the time is over", () -> System.nanoTime() - end > 0);
            });
    Await.until("the loop is held", held::get);
  }

  private static void let(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Await.until("the time is over", () -> System.nanoTime() - end > 0);
  }

  private static void assertEchoes(Peer peer) throws IOException {
    peer.sendHex(ECHO_REQUEST);
    assertThat(peer.readHex(3)).isEqualTo("810161");
  }

  @Test
  void whatWaitsInTheSocketWhenTheTimeIsOverIsLife() throws IOException {
    conversations.times(200, 1000);
    try (Peer peer = conversations.open(handler)) {
      assertThat(peer.readHex(2)).isEqualTo(PING);
      holdLoop(1150);
      peer.sendHex(PONG);

      assertThat(peer.readHex(2)).isEqualTo(PING);
    }
  }

  @Test
  void aLoopThatStoodStillGivesThePeerItsFullTimeOnceMore() throws IOException {
    conversations.times(100, 1000);
    try (Peer peer = conversations.open(handler)) {
      assertThat(peer.readHex(2)).isEqualTo(PING);
      holdLoop(100 + 1000 + 1000);

      assertThat(peer.readHex(2)).isEqualTo(PING);
      let(500);
      peer.sendHex(PONG);
      assertThat(peer.readHex(2)).isEqualTo(PING);
    }
  }

  @Test
  void thePingIntervalHoldsAlsoWhereThePongTimeoutIsLonger() throws IOException {
    conversations.times(50, 60_000);
    try (Peer peer = conversations.open(handler)) {
      for (int i = 0; i < 3; i++) {
        assertThat(peer.readHex(2)).isEqualTo(PING);
        peer.sendHex(PONG);
      }
    }
  }

  /** Takes nothing while it is told so. */
  private static final class Stalling extends ForwardingTransport {
    private static volatile boolean stalled;
    private static volatile boolean half;

    Stalling(Transport transport) {
      super(transport);
      stalled = false;
      half = false;
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) throws IOException {
      if (half) {
        half = false;
        stalled = true;
        // The header, of two segments.
        return super.write(segments, first, 1);
      }
      return stalled ? 0 : super.write(segments, first, count);
    }
  }

  @Test
  void bytesThatComeWhileThePingWaitsDoNotEndTheKeepAlive() throws IOException {
    conversations.times(50, 10_000).transports(Stalling::new);
    try (Peer peer = conversations.open(handler)) {
      WebSocketSession session = handler.nextSession();
      handler.next();
      Stalling.stalled = true;
      session.sendText("a");
      Await.until("the ping waits", () -> session.bufferedAmount() == 3 + 2);
      peer.sendHex(PONG);
      assertThat(handler.next()).isEqualTo("pong ");
      Stalling.stalled = false;

      assertThat(peer.readHex(2 + 3)).isEqualTo(PING + "810161");
      assertThat(peer.readHex(2)).isEqualTo(PING);
      peer.sendHex(PONG);
      assertThat(peer.readHex(2)).isEqualTo(PING);
    }
  }

  /** Lets nobody read before a write has failed, as every write does once it is broken. */
  private static final class OutputBreaks extends ForwardingTransport {
    private static volatile boolean broken;
    private static volatile boolean failed;

    OutputBreaks(Transport transport) {
      super(transport);
      broken = false;
      failed = false;
    }

    @Override
    public boolean isReadable() {
      return failed && super.isReadable();
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) throws IOException {
      if (broken) {
        failed = true;
        throw new IOException("broken pipe");
      }
      return super.write(segments, first, count);
    }
  }

  @Test
  void aCloseThatHadArrivedIsToldAlthoughAWriteFailedFirst() throws IOException {
    conversations.transports(OutputBreaks::new);
    try (LogCapture log = new LogCapture();
        Peer peer = conversations.open(handler)) {
      WebSocketSession session = handler.nextSession();
      assertThat(handler.next()).isEqualTo("open /");
      peer.sendHex(ECHO_REQUEST + "8882" + "00000000" + "0fa1");
      OutputBreaks.broken = true;

      session.sendText("pushed");

      assertThat(handler.next()).isEqualTo("close 4001 unclean");
      conversations.awaitEnd();
      assertThat(handler.isQuiet()).isTrue();
      assertThat(log.lines()).isEmpty();
    }
  }

  /** The first fragment of a binary message, with 60,000 bytes, masked with a key of zeros. */
  private static final String FRAGMENT = "02fe" + "ea60" + "00000000" + "00".repeat(60_000);

  @Test
  void whereMemoryIsPressedWhoHoldsMostGets1013AndTheOthersGoOn() throws IOException {
    conversations.close();
    conversations = new Conversations(1 << 20);
    try (Peer good = conversations.open(handler);
        LogCapture log = new LogCapture()) {
      List<Peer> hoarders = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        hoarders.add(conversations.open(new RecordingHandler()).sendHex(FRAGMENT));
        assertEchoes(good);
      }

      // 8 of them may hold 2 times 60,000 bytes each, with what memory grows by at a time.
      String firstWords = hoarders.get(0).readHex(4);
      assertThat(firstWords).startsWith("88").endsWith("03f5");
      assertThat(conversations.heldBytes()).isLessThan(1 << 20);
      for (Peer hoarder : hoarders) {
        hoarder.close();
      }
      assertEchoes(good);
      Await.until("memory is back", () -> conversations.heldBytes() == 0);
      assertThat(log.lines()).singleElement().asString().contains("Memory is short");
    }
  }

  @Test
  void whoIsEvictedInTheMiddleOfALargeFrameIsCutAsNoCloseFitsIn() throws IOException {
    conversations.transports(Stalling::new);
    try (Peer peer = conversations.open(handler)) {
      WebSocketSession session = handler.nextSession();
      handler.next();
      Stalling.half = true;
      session.sendBinary(ByteBuffer.allocate(100_000));
      assertThat(peer.readHex(10)).isEqualTo("827f00000000000186a0");
      Await.until("it is held", () -> conversations.heldBytes() > 100_000);

      conversations.loop().execute(() -> conversations.latest().evict());

      assertThat(handler.next()).isEqualTo("close 1013 unclean");
      conversations.awaitEnd();
      assertThat(conversations.heldBytes()).isZero();
    }
  }
}
