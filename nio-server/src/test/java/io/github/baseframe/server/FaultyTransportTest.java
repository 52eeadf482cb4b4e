package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transports that cannot be made, or throw what nobody expects of them. */
class FaultyTransportTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final CountingPool pool = new CountingPool();

  private final EchoHandler echo =
      new EchoHandler() {
        @Override
        public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
          opened.incrementAndGet();
          session.sendBinary(ByteBuffer.allocate(20_000));
        }

        @Override
        public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
          closed.incrementAndGet();
        }
      };

  private WebSocketServer start(TransportFactory transports) throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        // Nothing here may depend on it.
        .closeTimeout(Duration.ofMinutes(1))
        .transports(transports)
        .buffers(pool::newPool)
        .route("/", echo)
        .start();
  }

  /** Opening, a large message, an echo, a fragment left open, the closing handshake. */
  private static void talk(WebSocketServer server) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/"));
      client.readHead();
      client.read(4 + 20_000);
      client.sendHex("8185" + "00000000" + "48656c6c6f");
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");
      client.sendHex("0281" + "00000000" + "61");
      client.sendHex("8882" + "00000000" + "03e8");
      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
    }
  }

  @Test
  void aTransportThatCannotBeMadeCostsItsConnectionOnly() throws IOException {
    AtomicInteger made = new AtomicInteger();
    TransportFactory first =
        (channel, key) -> {
          if (made.getAndIncrement() == 0) {
            throw new IOException("broken");
          }
          return new PlainTransport(channel, key);
        };
    try (LogCapture log = new LogCapture();
        WebSocketServer server = start(first);
        RawClient unlucky = RawClient.connect(server)) {
      assertThat(unlucky.readToEnd()).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("broken");

      talk(server);

      assertNothingIsLeft(server);
    }
  }

  @Test
  void aTransportThatThrowsAnErrorCostsItsConnectionOnly() throws IOException {
    AtomicInteger made = new AtomicInteger();
    TransportFactory first =
        (channel, key) ->
            new ForwardingTransport(new PlainTransport(channel, key)) {
              private final int index = made.getAndIncrement();

              @Override
              public int read(ByteBuffer into) throws IOException {
                if (index == 0) {
                  throw new OutOfMemoryError("pretended");
                }
                return super.read(into);
              }
            };
    try (LogCapture log = new LogCapture();
        WebSocketServer server = start(first);
        RawClient unlucky = RawClient.connect(server)) {
      unlucky.sendText("G");
      assertThat(unlucky.readTextToEnd()).startsWith("HTTP/1.1 500 ");
      assertThat(log.lines()).isNotEmpty();

      talk(server);

      assertThat(opened.get()).isEqualTo(1);
    }
  }

  private void assertNothingIsLeft(WebSocketServer server) {
    Await.until("all connections end", () -> server.openConnections() == 0);
    assertThat(closed.get()).isEqualTo(opened.get());
    assertThat(pool.lent()).isZero();
  }
}
