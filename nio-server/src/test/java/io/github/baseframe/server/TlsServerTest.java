package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.server.Tls.ClientCertificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wss: a server with TLS, and the JDK's blocking TLS sockets as its clients. */
class TlsServerTest {

  private static SSLContext context;

  /** Has no certificate. */
  private static SSLContext anonymous;

  private final RecordingHandler recording = new RecordingHandler();
  private final CountingPool pool = new CountingPool();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeAll
  static void makeKeys() throws Exception {
    TestKeys keys = new TestKeys();
    context = keys.context();
    anonymous = keys.trusting();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private WebSocketServer start(UnaryOperator<ServerBuilder> settings) throws IOException {
    ServerBuilder builder =
        WebSocketServer.builder()
            .port(0)
            .tls(Tls.context(context))
            .limits(Limits.DEFAULT.withMaxMessageBytes(4 << 20))
            .buffers(pool::newPool)
            .route("/", new EchoHandler())
            .route("/recording", recording)
            .page("/page", "text/plain", new byte[] {'p'});
    return settings.apply(builder).start();
  }

  private WebSocketServer start() throws IOException {
    return start(builder -> builder);
  }

  private static RawClient connect(WebSocketServer server, String... versions) throws IOException {
    RawClient client = RawClient.connectTls(server, context);
    if (versions.length > 0) {
      tls(client).setEnabledProtocols(versions);
    }
    return client;
  }

  private static SSLSocket tls(RawClient client) {
    return (SSLSocket) client.socket();
  }

  /** A masked binary frame (with a key of 0) of so many bytes, and what the payload is. */
  private static ByteBuffer frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    return frame.put((byte) 0x82).put((byte) 0xff).putLong(payload.length).putInt(0).put(payload);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return random;
  }

  private static void assertEchoes(RawClient client, byte[] payload) throws IOException {
    client.send(frame(payload).array());
    byte[] header = new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0, 0, 0, 0};
    ByteBuffer.wrap(header).putLong(2, payload.length);
    assertThat(client.read(header.length)).isEqualTo(header);
    assertThat(Arrays.equals(client.read(payload.length), payload)).isTrue();
  }

  private void assertNothingIsLeft(WebSocketServer server) {
    Await.until("all connections end", () -> server.openConnections() == 0);
    assertThat(pool.lent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void fromTheOpeningHandshakeToTheClosingOneAllIsAsWithoutTls(String version) throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server, version).open("/recording")) {
      assertThat(recording.next()).isEqualTo("open /recording");
      client.sendHex("8185" + "00000000" + "48656c6c6f");
      assertThat(recording.next()).isEqualTo("text Hello");
      recording.nextSession().sendText("Hello");
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");

      client.sendHex("8882" + "00000000" + "03e8");

      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
      assertThat(recording.next()).isEqualTo("close 1000 clean");
      client.socket().close();
      assertNothingIsLeft(server);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_536, 300_000, 1_048_576, 4_194_304})
  void messagesOfManyRecordsComeBackAsTheyWere(int bytes) throws Exception {
    try (WebSocketServer server = start();
        RawClient client = connect(server).open("/")) {
      // Read elsewhere: two sides that only write would wait for each other.
      byte[] payload = random(bytes);
      Future<?> writer = threads.submit(() -> client.send(frame(payload).array()));
      assertThat(client.readHex(2)).isEqualTo("827f");
      assertThat(ByteBuffer.wrap(client.read(8)).getLong()).isEqualTo(bytes);
      assertThat(Arrays.equals(client.read(bytes), payload)).isTrue();
      writer.get(10, TimeUnit.SECONDS);
      client.socket().close();
      assertNothingIsLeft(server);
    }
  }

  @Test
  void aPageIsServedByHttps() throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server)) {
      client.sendText("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\np");
    }
  }

  @Test
  void manyConnectionsOfSeveralLoopsDoNotDisturbEachOther() throws Exception {
    try (WebSocketServer server = start(builder -> builder.loops(2))) {
      List<Future<?>> talks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int bytes = 70_000 + i;
        talks.add(threads.submit(() -> talk(server, random(bytes))));
      }
      for (Future<?> talk : talks) {
        talk.get(30, TimeUnit.SECONDS);
      }
      assertNothingIsLeft(server);
    }
  }

  private static Void talk(WebSocketServer server, byte[] payload) throws IOException {
    try (RawClient client = connect(server).open("/")) {
      for (int i = 0; i < 20; i++) {
        assertEchoes(client, payload);
      }
    }
    return null;
  }

  @Test
  void whoDoesNotTakeOurAnswersGetsThemAllInTheEnd() throws Exception {
    int messages = 300;
    byte[] payload = random(64 << 10);
    try (WebSocketServer server = start(builder -> builder.pauseReadingBytes(100_000));
        RawClient client = connect(server).open("/")) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < messages; i++) {
                  client.send(frame(payload).array());
                }
                return null;
              });
      for (int i = 0; i < messages; i++) {
        assertThat(client.readHex(10)).isEqualTo("827f0000000000010000");
        assertThat(Arrays.equals(client.read(payload.length), payload)).isTrue();
      }
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoTakesNothingAtAllIsCutAtTheWriteTimeout() throws IOException {
    try (WebSocketServer server = start(builder -> builder.writeTimeout(Duration.ofMillis(200)));
        RawClient client = connect(server)) {
      client.open("/recording");
      assertThat(recording.next()).isEqualTo("open /recording");
      recording.nextSession().sendBinary(ByteBuffer.allocate(15 << 20));

      assertThat(recording.next()).isEqualTo("close 1006 unclean");
      assertNothingIsLeft(server);
    }
  }

  @Test
  void theEndOfTlsWithoutACloseFrameIs1006() throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server).open("/recording")) {
      assertThat(recording.next()).isEqualTo("open /recording");
      client.shutdownOutput();

      assertThat(recording.next()).isEqualTo("close 1006 unclean");
      assertNothingIsLeft(server);
    }
  }

  @Test
  void plainHttpOnAPortOfTlsIsAnswered400InPlainText() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server = start();
        RawClient client = RawClient.connect(server)) {
      client.sendText(RawClient.upgrade("/"));

      assertThat(client.readTextToEnd())
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("\r\nDate: ")
          .endsWith("\r\n\r\nthis port speaks TLS: use https or wss\n");
      client.socket().close();
      assertNothingIsLeft(server);
      assertThat(log.lines()).isEmpty();
    }
  }

  /** An empty record of a handshake; of application data; of no known type; a hello of SSL 2. */
  @ParameterizedTest
  @ValueSource(strings = {"1603010000", "1703030000", "ff03030001ff", "802e0100020015"})
  void garbageEndsWithinTheHandshakeTimeoutAndIsNotLogged(String hex) throws IOException {
    Duration timeout = Duration.ofMillis(200);
    try (LogCapture log = new LogCapture();
        WebSocketServer server = start(builder -> builder.handshakeTimeout(timeout));
        RawClient client = RawClient.connect(server)) {
      client.sendHex(hex);

      assertThat(client.readHexToEnd()).startsWith("15");
      assertNothingIsLeft(server);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void theTlsHandshakeHasToBeOverWithinTheHandshakeTimeout() throws IOException {
    Duration timeout = Duration.ofMillis(200);
    try (WebSocketServer server = start(builder -> builder.handshakeTimeout(timeout));
        RawClient client = RawClient.connect(server)) {
      // The beginning of a ClientHello.
      client.sendHex("160301");

      // Content type 21, alert.
      assertThat(client.readHexToEnd()).startsWith("15");
      assertNothingIsLeft(server);
    }
  }

  @Test
  void anotherHandshakeOnTheSameConnectionIsRefused() throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server, "TLSv1.2").open("/")) {
      tls(client).startHandshake();

      assertThatThrownBy(() -> client.readToEnd()).isInstanceOf(IOException.class);
      assertNothingIsLeft(server);
    }
  }

  @Test
  void newKeysAreAgreedToAtAnyTime() throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server, "TLSv1.3").open("/")) {
      for (int i = 0; i < 10; i++) {
        // In TLS 1.3 this sends a KeyUpdate, which the server answers with one of its own.
        tls(client).startHandshake();
        assertEchoes(client, random(70_000 + i));
      }
    }
  }

  @Test
  void http11IsWhatIsSpokenAndNothingElse() throws IOException {
    try (WebSocketServer server = start();
        RawClient client = connect(server);
        RawClient other = connect(server)) {
      offer(client, "h2", "http/1.1");
      client.open("/");
      assertThat(tls(client).getApplicationProtocol()).isEqualTo("http/1.1");

      offer(other, "h2");
      assertThatThrownBy(() -> other.open("/"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }

  private static void offer(RawClient client, String... protocols) {
    SSLParameters parameters = tls(client).getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    tls(client).setSSLParameters(parameters);
  }

  @Test
  void versionsAreThoseOfTheSettings() throws IOException {
    Tls only13 = Tls.builder().context(context).protocols("TLSv1.3").build();
    try (WebSocketServer server = start(builder -> builder.tls(only13));
        RawClient client = connect(server, "TLSv1.2");
        RawClient modern = connect(server, "TLSv1.3")) {
      assertThatThrownBy(() -> client.open("/")).isInstanceOf(SSLException.class);
      modern.open("/");
    }
  }

  @Test
  void aClientWithoutACertificateIsRefusedWhereOneIsRequired() throws IOException {
    Tls required =
        Tls.builder().context(context).clientCertificates(ClientCertificates.REQUIRED).build();
    try (WebSocketServer server = start(builder -> builder.tls(required));
        RawClient known = connect(server);
        RawClient unknown = RawClient.connectTls(server, anonymous)) {
      known.open("/");

      assertThatThrownBy(() -> unknown.open("/")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatTheContextDoesNotKnowIsRefusedByTheStart() {
    Tls unknown = Tls.builder().context(context).cipherSuites("TLS_NONSENSE").build();

    assertThatThrownBy(() -> start(builder -> builder.tls(unknown)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TLS_NONSENSE");
  }

  @Test
  void aReadBufferThatIsTooSmallForTlsIsRefused() {
    ServerBuilder builder =
        WebSocketServer.builder().readBufferBytes(65_535).tls(Tls.context(context));

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("readBufferBytes must be from 65536 ");
  }
}
