package io.github.baseframe.nio.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.Peer;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one connection may not do to the others of its loop. */
class TurnsTest {

  private static final String A = "8181" + "00000000" + "61";
  private static final String CLOSE = "8882" + "00000000" + "03e8";
  private static final TurnBudget ONE_FRAME = new TurnBudget(1, 1, Duration.ZERO);

  private final RecordingHandler handler = new RecordingHandler();
  private Conversations conversations;

  @BeforeEach
  void start() throws IOException {
    conversations = new Conversations();
  }

  @AfterEach
  void stop() {
    conversations.close();
  }

  private static WebSocketConversation.Terms terms(TurnBudget budget, WebSocketHandler handler) {
    return new WebSocketConversation.Terms(
        "/test",
        handler,
        new ConnectionSettings(
            Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE, budget),
        null,
        0,
        ReceiveRate.UNLIMITED);
  }

  @Test
  void whatDoesNotFitIntoATurnIsDoneInLaterOnesInOrder() throws IOException {
    try (Peer peer = conversations.open(terms(ONE_FRAME, handler))) {
      peer.sendHex(A.repeat(1000) + CLOSE);

      assertThat(handler.next()).isEqualTo("open /");
      for (int i = 0; i < 1000; i++) {
        assertThat(handler.next()).isEqualTo("text a");
      }
      assertThat(handler.next()).isEqualTo("close 1000 clean");
      assertThat(peer.readHexToEnd()).isEqualTo("880203e8");
    }
  }

  @Test
  void othersAreServedBetweenTheTurns() throws IOException {
    AtomicBoolean otherServed = new AtomicBoolean();
    AtomicReference<String> order = new AtomicReference<>("nothing");
    RecordingHandler busy =
        new RecordingHandler() {
          private int texts;

          @Override
          public void onText(WebSocketSession session, String text) {
            texts++;
            if (texts == 1) {
              record("first");
              // The other has sent meanwhile; what is left of this turn is one more frame.
              Await.until("the other has sent", () -> order.get().equals("sent"));
            } else if (texts == 3) {
              record(otherServed.get() ? "third, behind the other" : "third");
            }
          }
        };
    RecordingHandler other =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            otherServed.set(true);
          }
        };
    try (Peer flooding = conversations.open(terms(ONE_FRAME, busy));
        Peer good = conversations.open(terms(ONE_FRAME, other))) {
      assertThat(other.next()).isEqualTo("open /");
      assertThat(busy.next()).isEqualTo("open /");
      flooding.sendHex(A.repeat(100));
      assertThat(busy.next()).isEqualTo("first");
      good.sendHex(A);
      order.set("sent");

      assertThat(busy.next()).isEqualTo("third, behind the other");
    }
  }

  /** Has read the end of the stream together with the last bytes, as TLS may. */
  private static final class EndsAtOnce extends ForwardingTransport {
    private boolean read;

    EndsAtOnce(Transport transport) {
      super(transport);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      read = true;
      return super.read(into);
    }

    @Override
    public boolean isInputEnded() {
      return read || super.isInputEnded();
    }
  }

  @Test
  void theEndOfTheStreamComesBehindWhatIsLeftForLaterTurns() throws IOException {
    conversations.transports(EndsAtOnce::new);
    try (Peer peer = conversations.open(terms(ONE_FRAME, handler))) {
      peer.sendHex(A.repeat(3));

      assertThat(handler.next()).isEqualTo("open /");
      for (int i = 0; i < 3; i++) {
        assertThat(handler.next()).isEqualTo("text a");
      }
      assertThat(handler.next()).isEqualTo("close 1006 unclean");
    }
  }

  /** Takes nothing, so that what is sent to the peer waits. */
  private static final class TakesNothing extends ForwardingTransport {
    private static volatile boolean full;

    TakesNothing(Transport transport) {
      super(transport);
      full = true;
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) throws IOException {
      return full ? 0 : super.write(segments, first, count);
    }
  }

  @Test
  void whoDoesNotTakeItsAnswersIsNotGoneOnWith() throws IOException {
    conversations.transports(TakesNothing::new);
    RecordingHandler answering =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            super.onText(session, text);
            session.sendBinary(ByteBuffer.allocate(1 << 20));
          }
        };
    try (Peer peer = conversations.open(terms(ONE_FRAME, answering))) {
      peer.sendHex(A + A);
      assertThat(answering.next()).isEqualTo("open /");
      assertThat(answering.next()).isEqualTo("text a");
      AtomicBoolean turned = new AtomicBoolean();
      conversations.loop().execute(() -> conversations.loop().execute(() -> turned.set(true)));
      Await.until("some turns have passed", turned::get);
      assertThat(answering.isQuiet()).isTrue();

      TakesNothing.full = false;
      assertThat(peer.readHex(2)).isEqualTo("827f");
      peer.readHex(8 + (1 << 20));

      assertThat(answering.next()).isEqualTo("writable");
      assertThat(answering.next()).isEqualTo("text a");
    }
  }

  /** Throws as it closes. */
  private static final class FailsToClose extends ForwardingTransport {
    FailsToClose(Transport transport) {
      super(transport);
    }

    @Override
    public void close() {
      super.close();
      throw new AssertionError("pretended");
    }
  }

  @Test
  void aTransportThatThrowsAsItClosesKeepsNobodyFromBeingTold() throws IOException {
    conversations.transports(FailsToClose::new);
    try (LogCapture log = new LogCapture();
        Peer peer = conversations.open(terms(TurnBudget.DEFAULT, handler))) {
      assertThat(handler.next()).isEqualTo("open /");
      peer.sendHex(CLOSE);

      assertThat(handler.next()).isEqualTo("close 1000 clean");
      conversations.awaitEnd();
      Await.until("it is logged", () -> log.lines().size() == 1);
    }
  }

  @Test
  void aHandlerThatKeepsABufferAndMovesItDoesNoHarmToOthers() throws IOException {
    AtomicReference<ByteBuffer> kept = new AtomicReference<>();
    RecordingHandler keeping =
        new RecordingHandler() {
          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            kept.set(payload);
            record("kept");
          }
        };
    RecordingHandler other =
        new RecordingHandler() {
          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            // As another thread might do at any moment.
            kept.get().clear().position(7);
            super.onBinary(session, payload);
          }
        };
    String binary = "8282" + "00000000" + "6162";
    try (Peer bad = conversations.open(keeping);
        Peer good = conversations.open(other)) {
      bad.sendHex(binary);
      assertThat(keeping.next()).isEqualTo("open /");
      assertThat(keeping.next()).isEqualTo("kept");
      good.sendHex(binary + binary);

      assertThat(other.next()).isEqualTo("open /");
      assertThat(other.next()).isEqualTo("binary 6162");
      assertThat(other.next()).isEqualTo("binary 6162");
      bad.sendHex(binary);
      assertThat(keeping.next()).isEqualTo("kept");
      assertThat(kept.get().remaining()).isEqualTo(2);
    }
  }
}
