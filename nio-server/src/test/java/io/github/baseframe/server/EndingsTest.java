package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a connection ends: it is counted no more, its buffers are back, onClose came once. */
class EndingsTest {

  private static final Duration SHORT = Duration.ofMillis(60);
  private static final String HALF_A_MESSAGE = "02fe8000" + "00000000" + "00".repeat(0x8000);
  private static final String FLOOD = "8181" + "00000000" + "66";

  private final CountingPool pool = new CountingPool();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /** Answers a text with so much that most of it has to wait. */
  private final WebSocketHandler handler =
      new WebSocketHandler() {
        @Override
        public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
          opened.incrementAndGet();
        }

        @Override
        public void onText(WebSocketSession session, String text) {
          session.sendBinary(ByteBuffer.allocate(15 << 20));
          for (int i = 0; i < 100; i++) {
            session.sendText("small");
          }
          if (text.equals("c")) {
            session.close(1000, "");
          }
        }

        @Override
        public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
          closed.incrementAndGet();
        }
      };

  /** What the peer does at last. */
  private enum Ending {
    CLOSE {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(HALF_A_MESSAGE + "8882" + "00000000" + "03e8").readToEnd();
      }
    },
    END_OF_STREAM_IN_A_MESSAGE {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(HALF_A_MESSAGE).shutdownOutput().readToEnd();
      }
    },
    RESET_WHILE_MUCH_WAITS {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(FLOOD).readHex(10);
        client.socket().setSoLinger(true, 0);
      }
    },
    BROKEN_RULE_IN_A_MESSAGE {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(HALF_A_MESSAGE + "8180" + "00000000");
        readToEnd(client);
      }
    },
    SILENCE {
      @Override
      void of(RawClient client) throws IOException {
        readToEnd(client.sendHex(HALF_A_MESSAGE));
      }
    },
    NOTHING_TAKEN {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(FLOOD);
        Await.until("the stream breaks", () -> isBroken(client));
      }
    },
    NOTHING_TAKEN_OF_THE_GOODBYE {
      @Override
      void of(RawClient client) throws IOException {
        client.sendHex(FLOOD.replaceAll("66$", "63"));
        Await.until("the stream breaks", () -> isBroken(client));
      }
    };

    abstract void of(RawClient client) throws IOException;

    /** To the end, or to the reset of a server whose deadline was sooner. */
    private static void readToEnd(RawClient client) {
      try {
        client.readToEnd();
      } catch (IOException e) {
        assertThat(e).hasMessage("Connection reset");
      }
    }

    /** Whether the server has ended what is sent to, which takes it a deadline. */
    private static boolean isBroken(RawClient client) {
      try {
        client.sendHex("8a80" + "00000000");
        return false;
      } catch (IOException e) {
        return true;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfAConnectionThatHasEnded(Ending ending) throws IOException {
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .pingInterval(SHORT)
            .pongTimeout(SHORT)
            .writeTimeout(SHORT.multipliedBy(2))
            .closeTimeout(SHORT)
            .noCompression()
            .buffers(pool::newPool)
            .route("/", handler)
            .start()) {
      try (RawClient client = RawClient.open(server, "/")) {
        ending.of(client);
      }
      Await.until("the connection ends", () -> server.openConnections() == 0);
      Await.until("all buffers are back", () -> pool.lent() == 0);
      assertThat(opened.get()).isEqualTo(1);
      assertThat(closed.get()).isEqualTo(1);
    }
  }
}
