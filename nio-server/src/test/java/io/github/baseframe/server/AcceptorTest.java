package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TransportFactory;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTest {

  private static final long ONE_SECOND = 1_000_000_000;

  private final LoopStatistics statistics = new LoopStatistics();

  @Test
  void whenNoMoreFilesCanBeOpenedItSaysSoOnceAndDoesNotSpin() {
    FakeSource exhausted = new FakeSource();
    exhausted.failure = new IOException("Too many open files");
    Acceptor acceptor = acceptor(exhausted);
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 3; i++) {
        acceptor.onReady(null);
      }

      assertThat(log.lines()).singleElement().asString().contains("Too many open files");
    }
    assertThat(exhausted.attempts).isEqualTo(3);
    assertThat(exhausted.pauses).isEqualTo(3);
    assertThat(statistics.limitHits().get(LimitHit.ACCEPT_FAILED.ordinal())).isEqualTo(3);
  }

  @Test
  void aPauseLastsAsLongAsItShould() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open().bind(null);
    EventLoop loop = new ServerLoop(WebSocketServer.builder().config(), places(), 0).loop();
    try {
      Listener listener = new Listener(ListeningSocket.adopt(channel));
      SelectionKey key = listener.register(loop, acceptor(listener));
      long start = System.nanoTime();

      listener.pause();

      assertThat(key.interestOps()).isZero();
      loop.timers().advance(start + Listener.PAUSE_NANOS - 1);
      assertThat(key.interestOps()).isZero();
      loop.timers().advance(System.nanoTime() + Listener.PAUSE_NANOS + ONE_SECOND);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_ACCEPT);
    } finally {
      channel.close();
      loop.discard();
    }
  }

  @Test
  void aCrowdOfNewcomersDoesNotKeepTheLoopFromTheOthers() throws IOException {
    FakeSource crowd = new FakeSource();
    for (int i = 0; i < Acceptor.MAX_A_TURN + 1; i++) {
      SocketChannel gone = SocketChannel.open();
      gone.close();
      crowd.waiting.add(gone);
    }

    acceptor(crowd).onReady(null);

    assertThat(crowd.attempts).isEqualTo(Acceptor.MAX_A_TURN);
    assertThat(crowd.waiting).hasSize(1);
  }

  @Test
  void theEndOfListeningIsNoFailure() {
    FakeSource closed = new FakeSource();
    closed.failure = new ClosedChannelException();
    try (LogCapture log = new LogCapture()) {
      acceptor(closed).onReady(null);

      assertThat(log.lines()).isEmpty();
    }
    assertThat(closed.pauses).isZero();
  }

  private Acceptor acceptor(Acceptor.Source source) {
    return acceptor(source, places());
  }

  private static Places places() {
    return new Places(10, PeerLimits.DEFAULT, TrustedProxies.NONE);
  }

  private Acceptor acceptor(Acceptor.Source source, Places places) {
    return new Acceptor(
        WebSocketServer.builder().config(), source, new ServerLoop[0], places, statistics);
  }

  /** Has channels, or fails, and counts what is asked of it. */
  private static final class FakeSource implements Acceptor.Source {
    private final ArrayDeque<SocketChannel> waiting = new ArrayDeque<>();
    private IOException failure;
    private int attempts;
    private int pauses;

    @Override
    public SocketChannel accept() throws IOException {
      attempts++;
      if (failure != null) {
        throw failure;
      }
      return waiting.poll();
    }

    @Override
    public void pause() {
      pauses++;
    }

    @Override
    public void close() {
      throw new AssertionError("nobody stops it");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theChannelIsSetUpAsTheSettingsSay(boolean noDelay) throws IOException {
    List<Object> options = new ArrayList<>();
    TransportFactory curious =
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
    Places places = places();
    FakeSource source = new FakeSource();
    SocketChannel closed = SocketChannel.open();
    closed.close();
    source.waiting.add(closed);

    acceptor(source, places).onReady(null);

    assertThat(source.attempts).isEqualTo(2);
    assertThat(places.taken()).isZero();
  }

  @Test
  void whatFailsWhileAConnectionIsTakenOverLeavesNoPlaceTaken() throws IOException {
    Places places = places();
    FakeSource source = new FakeSource();
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null);
        SocketChannel peer = SocketChannel.open(listener.getLocalAddress());
        LogCapture log = new LogCapture()) {
      SocketChannel accepted = listener.accept();
      source.waiting.add(accepted);

      // There is no loop to hand it to, which throws.
      acceptor(source, places).onReady(null);

      assertThat(places.taken()).isZero();
      assertThat(accepted.isOpen()).isFalse();
      assertThat(peer.isOpen()).isTrue();
      assertThat(log.lines()).hasSize(1);
    }
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
