package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.NativeMemory;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate at the server: agreed to or not, and used on the wire. */
class CompressionTest {

  private static final String ANSWER = "\r\nSec-WebSocket-Extensions: permessage-deflate";
  private static final byte[] LONG_TEXT =
      "What is said again and again. ".repeat(100).getBytes(UTF_8);

  private final WatchedCompression compression = new WatchedCompression(settings());
  private final LogCapture log = new LogCapture();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void endAll() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
    log.close();
    assertThat(compression.alive()).as("held after the end of the server").isZero();
  }

  private static PerMessageDeflate settings() {
    return PerMessageDeflate.defaults(Role.SERVER);
  }

  private ServerBuilder builder() {
    return WebSocketServer.builder().port(0).loops(1).route("/", new EchoHandler());
  }

  private WebSocketServer start(ServerBuilder builder) throws IOException {
    WebSocketServer server = builder.start();
    opened.add(server);
    return server;
  }

  private CompressedClient open(WebSocketServer server, String... headerLines) throws IOException {
    CompressedClient client = CompressedClient.open(server, headerLines);
    opened.add(client);
    return client;
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, ; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=9, '; server_no_context_takeover;"
        + " client_no_context_takeover; server_max_window_bits=9'",
    "'permessage-deflate; server_max_window_bits=7, permessage-deflate',"
        + " ; server_no_context_takeover; client_no_context_takeover",
  })
  void theFirstOfferThatCanBeUnderstoodIsAgreedTo(String offer, String parameters)
      throws IOException {
    CompressedClient client = open(start(builder()), "Sec-WebSocket-Extensions: " + offer);

    assertThat(client.head()).contains(ANSWER + parameters + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; unknown",
        "x-webkit-deflate-frame",
      })
  void otherOffersAreDeclinedAndTheConnectionIsOpenAllTheSame(String offer) throws IOException {
    CompressedClient client = open(start(builder()), "Sec-WebSocket-Extensions: " + offer);

    assertThat(client.head()).startsWith("HTTP/1.1 101 ").doesNotContain("Extensions");
    client.sendFrame(0x81, LONG_TEXT);
    CompressedClient.Frame echo = client.readFrame();
    assertThat(echo.firstByte()).isEqualTo(0x81);
    assertThat(echo.payload()).isEqualTo(LONG_TEXT);
  }

  @Test
  void whoOffersNothingGetsNothingCompressed() throws IOException {
    try (RawClient client = RawClient.open(start(builder()), "/")) {
      client.send(CompressedClient.frame(0x81, LONG_TEXT));
      assertThat(client.readHex(1)).isEqualTo("81");
    }
  }

  @Test
  void turnedOffItIsNotAgreedToAndRsv1Is1002() throws IOException {
    CompressedClient client = open(start(builder().noCompression()), CompressedClient.OFFER);

    assertThat(client.head()).startsWith("HTTP/1.1 101 ").doesNotContain("Extensions");
    client.sendFrame(0xc1, CompressedClient.deflate(LONG_TEXT));
    assertThat(client.readCloseCode()).isEqualTo(1002);
  }

  @Test
  void messagesAreCompressedInBothDirections() throws Exception {
    CompressedClient client = open(start(builder()), CompressedClient.OFFER);

    for (int i = 0; i < 3; i++) {
      client.sendFrame(0xc1, CompressedClient.deflate(LONG_TEXT));
      CompressedClient.Frame echo = client.readFrame();
      assertThat(echo.firstByte()).isEqualTo(0xc1);
      assertThat(echo.payload()).hasSizeLessThan(LONG_TEXT.length / 20);
    }
    client.sendFrame(0xc2, CompressedClient.deflate(LONG_TEXT));
    assertThat(client.readMessage()).isEqualTo(LONG_TEXT);
  }

  @Test
  void theSettingsOfTheBuilderCount() throws Exception {
    WebSocketServer server =
        start(
            builder()
                .compression(
                    settings()
                        .withContextTakeover(true, true)
                        .withMinMessageBytes(0)
                        .withMaxWindowBits(10, 9)));
    CompressedClient client = open(server, CompressedClient.OFFER + "; client_max_window_bits");

    assertThat(client.head())
        .contains(ANSWER + "; server_max_window_bits=10; client_max_window_bits=9\r\n");
    client.sendFrame(0x81, "aaaaaaaaaaaaaaaa".getBytes(UTF_8));
    assertThat(client.readMessage()).asString(UTF_8).isEqualTo("aaaaaaaaaaaaaaaa");
    client.sendFrame(0x81, "aaaaaaaaaaaaaaab".getBytes(UTF_8));
    assertThat(client.readMessage()).asString(UTF_8).isEqualTo("aaaaaaaaaaaaaaab");
  }

  @Test
  void aBombIs1009AndHoldsNoMoreThanTheLimit() throws IOException {
    WebSocketServer server =
        start(
            builder()
                .extension(compression::newNegotiator)
                .limits(Limits.DEFAULT.withMaxMessageBytes(1 << 20)));
    byte[] bomb = CompressedClient.deflate(new byte[64 << 20]);
    assertThat(bomb).hasSizeLessThan(70_000);
    CompressedClient client = open(server, CompressedClient.OFFER);
    client.sendFrame(0xc2, bomb);

    assertThat(client.readCloseCode()).isEqualTo(1009);
    assertThat(compression.alive()).isEqualTo(1);
  }

  @Test
  void brokenDataIs1007() throws IOException {
    CompressedClient client = open(start(builder()), CompressedClient.OFFER);
    client.sendFrame(0xc2, new byte[] {7, 7});

    assertThat(client.readCloseCode()).isEqualTo(1007);
  }

  @Test
  void aHandlerThatThrowsWhenItIsGivenACompressedMessageCosts1011() throws Exception {
    EchoHandler failing =
        new EchoHandler() {
          @Override
          public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
            super.onUtf8Text(session, utf8);
            throw new IllegalStateException("broken");
          }
        };
    WebSocketServer server =
        start(
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .extension(compression::newNegotiator)
                .route("/", failing));
    CompressedClient client = open(server, CompressedClient.OFFER);
    client.sendFrame(0xc1, CompressedClient.deflate(LONG_TEXT));

    assertThat(client.readMessage()).isEqualTo(LONG_TEXT);
    assertThat(client.readCloseCode()).isEqualTo(1011);
    assertThat(compression.alive()).isLessThanOrEqualTo(NativeMemory.MAX_KEPT);
  }

  @Test
  void aBroadcastIsCompressedOnceForAll() throws Exception {
    RecordingHandler recording = new RecordingHandler();
    WebSocketServer server =
        start(
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .extension(compression::newNegotiator)
                .route("/", recording));
    List<CompressedClient> clients = new ArrayList<>();
    List<WebSocketSession> sessions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(open(server, CompressedClient.OFFER));
      sessions.add(recording.nextSession());
    }

    PreparedMessage message = PreparedMessage.utf8Text(ByteBuffer.wrap(LONG_TEXT));
    assertThat(WebSocketServer.broadcast(sessions, message)).isEqualTo(50);

    for (CompressedClient client : clients) {
      assertThat(client.readMessage()).isEqualTo(LONG_TEXT);
    }
    assertThat(compression.messagesCompressed()).isEqualTo(1);
  }

  /** The peer of this transport takes everything at once; how much that is each time, it notes. */
  private static final class Swallowing extends ForwardingTransport {
    private final AtomicLong largestWrite;

    Swallowing(SocketChannel channel, SelectionKey key, AtomicLong largestWrite)
        throws IOException {
      super(new PlainTransport(channel, key));
      this.largestWrite = largestWrite;
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) {
      long total = 0;
      for (int i = first; i < first + count; i++) {
        total += segments[i].remaining();
        segments[i].position(segments[i].limit());
      }
      largestWrite.accumulateAndGet(total, Math::max);
      return total;
    }
  }

  @Test
  void aLargeMessageIsWrittenWhileItIsCompressed() throws Exception {
    int size = 16 << 20;
    AtomicLong largestWrite = new AtomicLong();
    AtomicLong waiting = new AtomicLong(-1);
    byte[] message = new byte[size];
    new Random(1).nextBytes(message);
    EchoHandler sending =
        new EchoHandler() {
          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            session.sendBinary(ByteBuffer.wrap(message));
            waiting.set(session.bufferedAmount());
          }
        };
    WebSocketServer server =
        start(
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .transports((channel, key) -> new Swallowing(channel, key, largestWrite))
                .route("/", sending));
    try (RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/", CompressedClient.OFFER));
      client.send(CompressedClient.frame(0x82, new byte[] {1}));

      Await.until("the message was sent", () -> waiting.get() >= 0);
      assertThat(largestWrite.get()).isBetween(64L * 1024, 128L * 1024);
      assertThat(waiting.get()).isLessThan(64 * 1024);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void largeMessagesComeBackWithTakeoverAndWithout(boolean takeover) throws Exception {
    WebSocketServer server =
        start(
            builder()
                .compression(settings().withContextTakeover(takeover, false))
                .limits(
                    Limits.DEFAULT.withMaxMessageBytes(64 << 20).withMaxQueuedBytes(128 << 20)));
    CompressedClient client = open(server, CompressedClient.OFFER);
    byte[] message = new byte[4 << 20];
    Random random = new Random(2);
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) random.nextInt(i % 64 + 1);
    }
    for (int i = 0; i < 3; i++) {
      client.sendFrame(0xc2, CompressedClient.deflate(message));
      assertThat(client.readMessage()).isEqualTo(message);
      if (!takeover) {
        client.forget();
      }
    }
  }
}
