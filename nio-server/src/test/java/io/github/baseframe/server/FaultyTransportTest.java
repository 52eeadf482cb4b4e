package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transports that fail at any moment, or take one byte at a time. */
class FaultyTransportTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger operations = new AtomicInteger();
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

  /** Counts what is done to the socket. */
  private class Faulty extends ForwardingTransport {

    Faulty(Transport transport) {
      super(transport);
    }

    void operation() throws IOException {
      operations.incrementAndGet();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      operation();
      return super.read(into);
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) throws IOException {
      operation();
      return super.write(segments, first, count);
    }

    @Override
    public void shutdownOutput() throws IOException {
      operation();
      super.shutdownOutput();
    }
  }

  private WebSocketServer start(ServerConfig.TransportFactory transports) throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        .transports(transports)
        .buffers(pool::newPool)
        .route("/", echo)
        .start();
  }

  /** Opening, a large message, an echo, a fragment left open, the closing handshake. */
  private static byte[] talk(WebSocketServer server) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/"));
      client.readHead();
      byte[] welcome = client.read(4 + 20_000);
      client.sendHex("8185" + "00000000" + "48656c6c6f");
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");
      client.sendHex("0281" + "00000000" + "61");
      client.sendHex("8882" + "00000000" + "03e8");
      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
      return welcome;
    }
  }

  @Test
  void aTransportThatTakesOneByteAtATimeMakesNoDifference() throws IOException {
    ServerConfig.TransportFactory slow =
        (channel, key) ->
            new Faulty(new PlainTransport(channel, key)) {
              @Override
              public long write(ByteBuffer[] segments, int first, int count) throws IOException {
                ByteBuffer segment = segments[first];
                for (int i = first; !segment.hasRemaining(); i++) {
                  segment = segments[i];
                }
                int limit = segment.limit();
                segment.limit(segment.position() + 1);
                long taken = super.write(new ByteBuffer[] {segment}, 0, 1);
                segment.limit(limit);
                return taken;
              }
            };
    try (WebSocketServer server = start(slow)) {
      byte[] expected = new byte[4 + 20_000];
      System.arraycopy(new byte[] {(byte) 0x82, 0x7e, 0x4e, 0x20}, 0, expected, 0, 4);

      assertThat(talk(server)).isEqualTo(expected);

      assertThat(operations.get()).isGreaterThan(20_000);
      assertNothingIsLeft(server);
    }
  }

  @Test
  void aTransportThatBreaksAtAnyOperationLeavesNothingBehind() throws IOException {
    boolean finished = false;
    for (int last = 1; !finished; last++) {
      opened.set(0);
      closed.set(0);
      operations.set(0);
      int failing = last;
      ServerConfig.TransportFactory breaking =
          (channel, key) ->
              new Faulty(new PlainTransport(channel, key)) {
                @Override
                void operation() throws IOException {
                  super.operation();
                  if (operations.get() >= failing) {
                    throw new IOException("broken");
                  }
                }
              };
      try (WebSocketServer server = start(breaking)) {
        finished = talksToTheEnd(server);
        assertNothingIsLeft(server);
      }
      assertThat(last).isLessThan(30);
    }
  }

  private static boolean talksToTheEnd(WebSocketServer server) {
    try {
      talk(server);
      return true;
    } catch (IOException | AssertionError e) {
      return false;
    }
  }

  @Test
  void aTransportThatCannotBeMadeCostsItsConnectionOnly() throws IOException {
    AtomicInteger made = new AtomicInteger();
    ServerConfig.TransportFactory first =
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
    ServerConfig.TransportFactory first =
        (channel, key) ->
            new Faulty(new PlainTransport(channel, key)) {
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
