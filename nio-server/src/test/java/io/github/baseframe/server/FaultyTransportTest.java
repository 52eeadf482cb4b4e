package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TlsOver;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transports that fail at any moment, or take one byte at a time. */
class FaultyTransportTest {

  private static SSLContext context;

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

  @BeforeAll
  static void makeKeys() throws Exception {
    context = new TestKeys().context();
  }

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

  private WebSocketServer start(TransportFactory transports) throws IOException {
    return start(loop -> transports);
  }

  private WebSocketServer start(Function<EventLoop, TransportFactory> transports)
      throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        // Nothing here may depend on it.
        .closeTimeout(Duration.ofMinutes(1))
        .transportsByLoop(transports)
        .buffers(pool::newPool)
        .route("/", echo)
        .start();
  }

  /** By TLS or as it is, over a socket like this. */
  private static Function<EventLoop, TransportFactory> over(
      boolean secure, UnaryOperator<Transport> socket) {
    return loop ->
        (channel, key) -> {
          Transport faulty = socket.apply(new PlainTransport(channel, key));
          return secure ? TlsOver.server(context, loop, faulty, key) : faulty;
        };
  }

  private static RawClient connect(WebSocketServer server, boolean secure) throws IOException {
    return secure ? RawClient.connectTls(server, context) : RawClient.connect(server);
  }

  private static byte[] talk(WebSocketServer server) throws IOException {
    return talk(server, false);
  }

  /** Opening, a large message, an echo, a fragment left open, the closing handshake. */
  private static byte[] talk(WebSocketServer server, boolean secure) throws IOException {
    try (RawClient client = connect(server, secure)) {
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

  /** Takes one byte at a time. */
  private final class Slow extends Faulty {
    Slow(Transport transport) {
      super(transport);
    }

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
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransportThatTakesOneByteAtATimeMakesNoDifference(boolean secure) throws IOException {
    try (WebSocketServer server = start(over(secure, Slow::new))) {
      byte[] expected = new byte[4 + 20_000];
      System.arraycopy(new byte[] {(byte) 0x82, 0x7e, 0x4e, 0x20}, 0, expected, 0, 4);

      assertThat(talk(server, secure)).isEqualTo(expected);

      assertThat(operations.get()).isGreaterThan(20_000);
      assertNothingIsLeft(server);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatEndsTheConnectionIsTakenToItsEndByteForByteToo(boolean secure)
      throws IOException {
    try (WebSocketServer server = start(over(secure, Slow::new));
        RawClient client = connect(server, secure)) {
      client.sendText("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 404 ");
    }
  }

  /** Fails at the operation of this number, and from then on. */
  private final class Breaking extends Faulty {
    private final int failing;

    Breaking(Transport transport, int failing) {
      super(transport);
      this.failing = failing;
    }

    @Override
    void operation() throws IOException {
      super.operation();
      if (operations.get() >= failing) {
        throw new IOException("broken");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransportThatBreaksAtAnyOperationLeavesNothingBehind(boolean secure) throws IOException {
    boolean finished = false;
    for (int last = 1; !finished; last++) {
      opened.set(0);
      closed.set(0);
      operations.set(0);
      int failing = last;
      try (WebSocketServer server = start(over(secure, socket -> new Breaking(socket, failing)))) {
        finished = talksToTheEnd(server, secure);
        assertNothingIsLeft(server);
      }
      assertThat(last).isLessThan(30);
    }
  }

  private static boolean talksToTheEnd(WebSocketServer server, boolean secure) {
    try {
      talk(server, secure);
      return true;
    } catch (IOException | AssertionError e) {
      return false;
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
