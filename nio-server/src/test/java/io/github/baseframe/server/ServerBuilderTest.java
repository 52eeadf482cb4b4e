package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.websocket.ReceiveRate;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerBuilderTest {

  @Test
  void theDefaultsAreTheOnesThatAreDocumented() {
    ServerConfig config = WebSocketServer.builder().route("/", new EchoHandler()).config();

    assertThat(config.listen().addresses())
        .containsExactly(new InetSocketAddress("127.0.0.1", 8080));
    assertThat(config.peerLimits()).isSameAs(PeerLimits.DEFAULT);
    assertThat(config.peerLimits().connectionsPerAddress()).isEqualTo(1_000);
    assertThat(config.peerLimits().connectionsPerIpv6Prefix()).isEqualTo(2_000);
    assertThat(config.peerLimits().pendingHandshakes()).isEqualTo(10_000);
    assertThat(config.peerLimits().handshakesPerSecond()).isEqualTo(100);
    assertThat(config.peerLimits().handshakeBurst()).isEqualTo(1_000);
    assertThat(config.peerLimits().receiveRate()).isEqualTo(ReceiveRate.UNLIMITED);
    assertThat(config.peerLimits().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.proxies()).isSameAs(TrustedProxies.NONE);
    assertThat(config.proxies().proxyHeaderNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    assertThat(config.backlog()).isEqualTo(1024);
    assertThat(config.loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.threads()).isEqualTo(new ServerConfig.Threads("baseframe-server", false));
    assertThat(config.routes().find("/").terms().settings()).isEqualTo(ConnectionSettings.DEFAULT);
    assertThat(config.httpLimits()).isEqualTo(HttpLimits.DEFAULT);
    assertThat(config.timeouts().handshake()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    assertThat(config.timeouts().close()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    Deadlines.Times times = config.timeouts().connection();
    assertThat(times.pingInterval()).isEqualTo(TimeUnit.SECONDS.toNanos(30));
    assertThat(times.pongTimeout()).isEqualTo(TimeUnit.SECONDS.toNanos(30));
    assertThat(times.write()).isEqualTo(TimeUnit.SECONDS.toNanos(30));
    assertThat(config.timeouts().shutdown()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    assertThat(config.maxConnections()).isEqualTo(20_000);
    assertThat(config.readBufferBytes()).isEqualTo(262_144);
    assertThat(config.pauseReadingBytes()).isEqualTo(262_144);
    assertThat(config.noDelay()).isTrue();
  }

  @Test
  void everySettingGetsToItsPlace() {
    Limits limits = Limits.DEFAULT.withMaxFragments(3);
    HttpLimits httpLimits = new HttpLimits(1, 2, 3);
    ServerConfig config =
        WebSocketServer.builder()
            .host("localhost")
            .port(0)
            .backlog(1)
            .loops(2)
            .threadName("name")
            .daemonThreads(true)
            .limits(limits)
            .httpLimits(httpLimits)
            .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
            .maxOutgoingFrameBytes(4)
            .handshakeTimeout(Duration.ofNanos(5))
            .closeTimeout(Duration.ofNanos(6))
            .shutdownTimeout(Duration.ofNanos(7))
            .pingInterval(Duration.ofNanos(8))
            .pongTimeout(Duration.ofNanos(9))
            .writeTimeout(Duration.ofNanos(10))
            .maxConnections(11)
            .readBufferBytes(12)
            .pauseReadingBytes(13)
            .route("/", new EchoHandler())
            .tcpNoDelay(false)
            .config();

    assertThat(config.listen().addresses()).containsExactly(new InetSocketAddress("localhost", 0));
    assertThat(config.backlog()).isEqualTo(1);
    assertThat(config.loops()).isEqualTo(2);
    assertThat(config.threads()).isEqualTo(new ServerConfig.Threads("name", true));
    assertThat(config.routes().find("/").terms().settings())
        .isEqualTo(new ConnectionSettings(limits, OverflowPolicy.CLOSE_CONNECTION, 4));
    assertThat(config.httpLimits()).isEqualTo(httpLimits);
    assertThat(config.timeouts())
        .isEqualTo(new ServerConfig.Timeouts(5, 6, 7, new Deadlines.Times(8, 9, 10)));
    assertThat(config.maxConnections()).isEqualTo(11);
    assertThat(config.readBufferBytes()).isEqualTo(12);
    assertThat(config.pauseReadingBytes()).isEqualTo(13);
    assertThat(config.noDelay()).isFalse();
  }

  static Stream<Consumer<ServerBuilder>> nonsense() {
    byte[] page = {};
    Duration tooLong = Duration.ofDays(366);
    return Stream.of(
        builder -> builder.port(-1),
        builder -> builder.port(65_536),
        builder -> builder.backlog(0),
        builder -> builder.loops(0),
        builder -> builder.loops(1025),
        builder -> builder.maxOutgoingFrameBytes(0),
        builder -> builder.maxConnections(0),
        builder -> builder.readBufferBytes(0),
        builder -> builder.readBufferBytes((16 << 20) + 1),
        builder -> builder.messageBuffers(-1),
        builder -> builder.messageBuffers(1025),
        builder -> builder.pauseReadingBytes(-1),
        builder -> builder.handshakeTimeout(Duration.ZERO),
        builder -> builder.handshakeTimeout(tooLong),
        builder -> builder.closeTimeout(Duration.ZERO),
        builder -> builder.closeTimeout(Duration.ofNanos(-1)),
        builder -> builder.pingInterval(Duration.ofNanos(-1)),
        builder -> builder.pingInterval(tooLong),
        builder -> builder.pongTimeout(Duration.ZERO),
        builder -> builder.writeTimeout(Duration.ofNanos(-1)),
        builder -> builder.shutdownTimeout(Duration.ZERO),
        builder -> builder.route("no/slash", new EchoHandler()),
        builder -> builder.page("no/slash", "text/plain", page),
        builder -> builder.page("/", "text/plain\r\nX: y", page));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aValueThatCannotBeMeantIsRefusedAtOnce(Consumer<ServerBuilder> setting) {
    assertThatThrownBy(() -> setting.accept(WebSocketServer.builder()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoRoutesOfOnePathAreRefusedAtTheStart() {
    EchoHandler echo = new EchoHandler();
    assertThatThrownBy(() -> WebSocketServer.builder().route("/", echo).route("/", echo).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two routes");
  }

  private static WebSocketServer echoServer(ServerBuilder builder) throws IOException {
    return builder.port(0).loops(1).route("/", new EchoHandler()).start();
  }

  @Test
  void theLimitsOfMessagesFramesAndFragmentsAreReached() throws IOException {
    List<Limits> limits =
        List.of(
            Limits.DEFAULT.withMaxMessageBytes(5).withMaxFrameBytes(100),
            Limits.DEFAULT.withMaxFrameBytes(5),
            Limits.DEFAULT.withMaxFragments(1));
    String sixBytes = "8286" + "00000000" + "010203040506";
    String twoFragments = "0281" + "00000000" + "01" + "8081" + "00000000" + "02";
    List<String> frames = List.of(sixBytes, sixBytes, twoFragments);
    for (int i = 0; i < limits.size(); i++) {
      try (WebSocketServer server = echoServer(WebSocketServer.builder().limits(limits.get(i)));
          RawClient client = RawClient.open(server, "/")) {
        client.sendHex(frames.get(i));
        assertThat(client.readHexToEnd()).startsWith("88").contains("03f1");
      }
    }
  }

  @Test
  void largeAnswersAreSplitWhereThatIsWantedOnEveryWay() throws IOException {
    RecordingHandler handler = new RecordingHandler();
    try (WebSocketServer server =
            echoServer(
                WebSocketServer.builder().maxOutgoingFrameBytes(2).route("/other", handler));
        RawClient client = RawClient.open(server, "/");
        RawClient other = RawClient.open(server, "/other")) {
      client.sendHex("8283" + "00000000" + "616263");
      assertThat(client.readHex(7)).isEqualTo("02026162" + "800163");
      handler.nextSession().sendText("abc");
      assertThat(other.readHex(7)).isEqualTo("01026162" + "800163");
    }
  }

  @Test
  void aReadBufferOfOneByteIsSlowButRight() throws IOException {
    try (WebSocketServer server = echoServer(WebSocketServer.builder().readBufferBytes(1));
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("8185" + "37fa213d" + "7f9f4d5158");
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");
    }
  }

  @Test
  void aThresholdOfZeroPausesReadingWheneverSomethingWaits() throws Exception {
    int size = 8 << 20;
    byte[] frame = new byte[14 + size];
    System.arraycopy(
        new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, (byte) 0x80}, 0, frame, 0, 8);
    try (WebSocketServer server =
            echoServer(
                WebSocketServer.builder()
                    .pauseReadingBytes(0)
                    .limits(Limits.DEFAULT.withMaxMessageBytes(size)));
        RawClient client = RawClient.open(server, "/")) {
      for (int i = 0; i < 3; i++) {
        client.send(frame);
        assertThat(client.read(10 + size)).startsWith(0x82, 127, 0, 0, 0, 0, 0, 0x80, 0, 0);
      }
    }
  }
}
