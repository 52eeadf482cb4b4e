package io.github.baseframe.nio.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.Peer;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler on an executor: order, an inbox with a limit, and the end. */
class HandlerCallsTest {

  private static final String TEXT_A = "8181" + "00000000" + "61";
  private static final String TEXT_B = "8181" + "00000000" + "62";
  private static final String CLOSE_1000 = "8882" + "00000000" + "03e8";

  /** The calls that wait until a test runs them. */
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final RecordingHandler handler = new RecordingHandler();
  private final LogCapture log = new LogCapture();
  private Conversations conversations;

  @BeforeEach
  void start() throws IOException {
    conversations = new Conversations();
  }

  @AfterEach
  void stop() {
    conversations.close();
    pool.shutdownNow();
    log.close();
  }

  private void runNext() throws InterruptedException {
    Runnable next = waiting.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    next.run();
  }

  private void runAllFromNowOn() {
    pool.execute(
        () -> {
          try {
            while (true) {
              waiting.take().run();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void callsComeInOrderOneAtATimeAndOnCloseIsTheLastOne() throws IOException {
    int messages = 1000;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger mostInside = new AtomicInteger();
    RecordingHandler watched =
        new RecordingHandler() {
          @Override
          public void record(String event) {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            super.record(event);
            Thread.yield();
            inside.decrementAndGet();
          }
        };
    try (Peer peer = conversations.open(Conversations.on(pool, watched, 1 << 20))) {
      for (int i = 0; i < messages; i++) {
        peer.sendHex("8284" + "00000000" + "%08x".formatted(i));
      }
      peer.sendHex(CLOSE_1000);

      assertThat(watched.next()).isEqualTo("open /");
      for (int i = 0; i < messages; i++) {
        assertThat(watched.next()).isEqualTo("binary %08x", i);
      }
      assertThat(watched.next()).isEqualTo("close 1000 clean");
      assertThat(peer.readHexToEnd()).isEqualTo("880203e8");
    }
    conversations.awaitEnd();
    assertThat(watched.isQuiet()).isTrue();
    assertThat(mostInside.get()).isEqualTo(1);
  }

  @Test
  void whatComesIsCopiedSoThatTheLoopReadsOn() throws Exception {
    try (Peer peer = conversations.open(Conversations.on(waiting::add, handler, 1 << 20))) {
      peer.sendHex(TEXT_A);
      peer.sendHex("8980" + "00000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      peer.sendHex(TEXT_B + "8980" + "00000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");

      runNext();

      assertThat(List.of(handler.next(), handler.next(), handler.next()))
          .containsExactly("open /", "text a", "ping ");
      assertThat(handler.next()).isEqualTo("text b");
    }
    runNext();
  }

  /** Tells whether it is read from, and counts what comes. */
  private static final class Watched extends ForwardingTransport {
    private static volatile boolean reading;
    private static final AtomicLong BYTES = new AtomicLong();

    Watched(Transport transport) {
      super(transport);
      reading = true;
      BYTES.set(0);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int count = super.read(into);
      BYTES.addAndGet(count);
      return count;
    }

    @Override
    public void waitFor(boolean wantsReading, boolean writing) {
      reading = wantsReading;
      super.waitFor(wantsReading, writing);
    }
  }

  @Test
  void whileTheInboxIsFullThePeerIsNotListenedToAndThenItIsAgain() throws Exception {
    int messages = 5000;
    int inbox = 100_000;
    String message = "82fe03e8" + "00000000" + "00".repeat(1000);
    conversations.transports(Watched::new);
    try (Peer peer = conversations.open(Conversations.on(waiting::add, handler, inbox))) {
      String frames = message.repeat(50);
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < messages / 50; i++) {
                    peer.sendHex(frames);
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      sender.start();
      Await.until("reading pauses", () -> !Watched.reading);
      assertThat(Watched.BYTES.get()).isLessThan(inbox + 2L * Conversations.READ_BUFFER_BYTES);

      runAllFromNowOn();

      assertThat(handler.next()).isEqualTo("open /");
      for (int i = 0; i < messages; i++) {
        assertThat(handler.next()).hasSize("binary ".length() + 2000);
      }
      sender.join();
      Await.until("reading goes on", () -> Watched.reading);
    }
    assertThat(handler.next()).isEqualTo("close 1006 unclean");
  }

  @Test
  void aHandlerThatThrowsGetsNothingMoreButOnClose() throws Exception {
    RecordingHandler failing =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            super.onText(session, text);
            throw new IllegalStateException("broken");
          }
        };
    try (Peer peer = conversations.open(Conversations.on(waiting::add, failing, 1 << 20))) {
      peer.sendHex(TEXT_A + TEXT_B + "8980" + "00000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");

      runNext();
      assertThat(peer.readHexToEnd()).isEqualTo("8810" + "03f3" + "696e7465726e616c206572726f72");
      runAllFromNowOn();
    }
    assertThat(failing.next()).isEqualTo("open /");
    assertThat(failing.next()).isEqualTo("text a");
    assertThat(failing.next()).startsWith("error ");
    assertThat(failing.next()).isEqualTo("close 1011 unclean");
    conversations.awaitEnd();
    assertThat(failing.isQuiet()).isTrue();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "The handler of /test failed, its connection gets 1011:"
                + " java.lang.IllegalStateException: broken");
  }

  @Test
  void anExecutorThatTakesNothingCostsTheConnection1013AndOneLine() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    WebSocketConversation.Terms terms =
        Conversations.on(
            call -> {
              if (calls.getAndIncrement() > 0) {
                throw new RejectedExecutionException("full");
              }
              call.run();
            },
            handler,
            1);
    try (Peer peer = conversations.open(terms)) {
      peer.sendHex(TEXT_A + TEXT_B);

      assertThat(peer.readHexToEnd()).isEqualTo("8811" + "03f5" + "74727920616761696e206c61746572");
    }
    conversations.awaitEnd();
    assertThat(handler.next()).isEqualTo("open /");
    assertThat(handler.next()).isEqualTo("close 1013 unclean");
    assertThat(handler.isQuiet()).isTrue();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "The executor takes no call for /test, its connection gets 1013:"
                + " java.util.concurrent.RejectedExecutionException: full");
    assertThat(
            conversations.loop().statistics().limitHits().get(LimitHit.EXECUTOR_REJECTED.ordinal()))
        .isEqualTo(1);
  }

  @Test
  void whoIsNotToldOfAnOpenConnectionIsNotToldOfItsEnd() throws IOException {
    WebSocketConversation.Terms terms =
        Conversations.on(
            call -> {
              throw new RejectedExecutionException("shut down");
            },
            handler,
            1);
    try (Peer peer = conversations.open(terms)) {
      assertThat(peer.readHexToEnd()).startsWith("8811" + "03f5");
    }
    conversations.awaitEnd();
    assertThat(handler.isQuiet()).isTrue();
  }

  @Test
  void onceClosingWhatFindsNoRoomIsDroppedAndThePeersCloseIsRead() throws Exception {
    RecordingHandler closing =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            super.onOpen(session, handshake);
            session.close(1000, "");
          }
        };
    try (Peer peer = conversations.open(Conversations.on(waiting::add, closing, 1))) {
      runNext();
      assertThat(peer.readHex(4)).isEqualTo("880203e8");
      peer.sendHex(TEXT_A + TEXT_B + CLOSE_1000);
      assertThat(peer.readHexToEnd()).isEmpty();
    }
    conversations.awaitEnd();
    runNext();
    assertThat(List.of(closing.next(), closing.next(), closing.next()))
        .containsExactly("open /", "text a", "close 1000 clean");
  }

  @Test
  void aHandlerThatSleepsHoldsUpNeitherOthersNorTheKeepAlive() throws Exception {
    CountDownLatch wakes = new CountDownLatch(1);
    CountDownLatch sleeps = new CountDownLatch(1);
    WebSocketHandler sleeper =
        new WebSocketHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            sleeps.countDown();
            try {
              assertThat(wakes.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
            handler.onClose(session, reason, clean);
          }
        };
    conversations.times(50, 10_000);
    try (Peer asleep = conversations.open(Conversations.on(pool, sleeper, 1 << 20))) {
      asleep.sendHex(TEXT_A);
      assertThat(sleeps.await(10, TimeUnit.SECONDS)).isTrue();
      conversations.times(0, 0);
      try (Peer awake = conversations.open(Conversations.on(pool, handler, 1 << 20))) {
        awake.sendHex(TEXT_A);
        assertThat(handler.next()).isEqualTo("open /");
        assertThat(handler.next()).isEqualTo("text a");
      }
      assertThat(handler.next()).isEqualTo("close 1006 unclean");
      for (int i = 0; i < 2; i++) {
        assertThat(asleep.readHex(2)).isEqualTo("8900");
        asleep.sendHex("8a80" + "00000000");
      }
      wakes.countDown();
    }
    assertThat(handler.next()).isEqualTo("close 1006 unclean");
  }
}
