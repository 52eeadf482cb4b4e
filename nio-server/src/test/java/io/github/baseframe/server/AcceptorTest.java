package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTest {

  @Test
  void whenNoMoreFilesCanBeOpenedItSaysSoOnceAndDoesNotSpin() {
    AtomicInteger attempts = new AtomicInteger();
    Acceptor.Source exhausted =
        () -> {
          if (attempts.incrementAndGet() <= 3) {
            throw new IOException("Too many open files");
          }
          throw new ClosedChannelException();
        };
    Acceptor acceptor =
        new Acceptor(
            WebSocketServer.builder().config(), exhausted, new EventLoop[0], new AtomicInteger());
    long start = System.nanoTime();
    try (LogCapture log = new LogCapture()) {
      acceptor.run();

      assertThat(log.lines()).singleElement().asString().contains("Too many open files");
    }
    assertThat(attempts.get()).isEqualTo(4);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThan(Duration.ofMillis(3 * 50 / 2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theChannelIsSetUpAsTheSettingsSay(boolean noDelay) throws IOException {
    List<Object> options = new ArrayList<>();
    ServerConfig.TransportFactory curious =
        (channel, key) -> {
          options.add(channel.getOption(StandardSocketOptions.TCP_NODELAY));
          options.add(channel.isBlocking());
          return new PlainTransport(channel, key);
        };
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .tcpNoDelay(noDelay)
                .transports(curious)
                .route("/", new EchoHandler())
                .start();
        RawClient client = RawClient.open(server, "/")) {
      assertThat(client.socket().isConnected()).isTrue();
      assertThat(options).containsExactly(noDelay, false);
    }
  }

  @Test
  void aPeerThatIsGoneAtOnceIsNotCounted() throws IOException {
    AtomicInteger open = new AtomicInteger();
    SocketChannel closed = SocketChannel.open();
    closed.close();
    List<SocketChannel> channels = new ArrayList<>(List.of(closed));
    Acceptor.Source source =
        () -> {
          if (channels.isEmpty()) {
            throw new ClosedChannelException();
          }
          return channels.remove(0);
        };
    new Acceptor(WebSocketServer.builder().config(), source, new EventLoop[0], open).run();

    assertThat(open.get()).isZero();
  }

  @Test
  void beyondTheMostConnectionsNewOnesAreClosedUntilThereIsRoom() throws IOException {
    try (LogCapture log = new LogCapture();
        WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .maxConnections(2)
                .route("/", new EchoHandler())
                .start();
        RawClient first = RawClient.open(server, "/")) {
      RawClient second = RawClient.open(server, "/");
      for (int i = 0; i < 3; i++) {
        try (RawClient third = RawClient.connect(server)) {
          assertThat(third.readToEnd()).isEmpty();
        }
      }
      assertThat(log.lines()).singleElement().asString().contains("More than 2 connections");
      first.sendHex("8281" + "00000000" + "61");
      assertThat(first.readHex(3)).isEqualTo("820161");

      second.close();
      Await.until("there is room", () -> server.openConnections() == 1);
      RawClient.open(server, "/").close();
    }
  }
}
