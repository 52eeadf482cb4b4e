package io.github.baseframe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every server does what is measured, and the load generator sees it. */
class PeersTest {

  private static final int KIB = 1 << 10;
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @BeforeAll
  static void beQuiet() {
    LogManager.getLogManager().reset();
  }

  @ParameterizedTest
  @EnumSource(Peer.class)
  void echoesSendsToAllAndClosesInOrder(Peer peer) throws Exception {
    Assumptions.assumeTrue(
        peer != Peer.NETTY_EPOLL || System.getProperty("os.name").equals("Linux"),
        "epoll is a part of Linux");
    ServerOptions options = new ServerOptions(peer.threads(), 128 * KIB, false, true, false);
    InetSocketAddress server = new InetSocketAddress("127.0.0.1", peer.server().start(options));

    assertAnswered(peer, server, Scenario.echo("text", "", true, KIB, 3, 4));
    assertAnswered(peer, server, Scenario.echo("large", "", false, 128 * KIB, 2, 2));
    assertAnswered(
        peer, server, new Scenario("json", "", Shape.COMPRESSED_ECHO, true, KIB, 3, 3, 4, 0));
    assertAnswered(peer, server, scenario(Shape.OPEN_LOOP, 3, 3));
    assertAnswered(peer, server, scenario(Shape.CONNECT, 2, 2));
    assertAnswered(peer, server, scenario(Shape.IDLE, 3, 3));
    if (peer.bare()) {
      ServerOptions broadcast = new ServerOptions(1, KIB, true, false, false);
      server = new InetSocketAddress("127.0.0.1", peer.server().start(broadcast));
    }
    assertAnswered(peer, server, Scenario.fanOut("fan-out", 5));
    ServerOptions tls = new ServerOptions(peer.threads(), KIB, false, false, true);
    server = new InetSocketAddress("127.0.0.1", peer.server().start(tls));
    assertAnswered(
        peer, server, new Scenario("wss", "", Shape.SECURE_ECHO, false, KIB, 3, 3, 4, 0));
  }

  private static Scenario scenario(Shape shape, int connections, int talking) {
    String name = shape.name().toLowerCase(Locale.ROOT);
    return new Scenario(name, "", shape, false, 64, connections, talking, 1, 1000);
  }

  private static void assertAnswered(Peer peer, InetSocketAddress server, Scenario scenario)
      throws IOException {
    try (Load load = Load.open(scenario, server, peer.bare())) {
      LoadResult result = load.run(NANOS);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (result.messages() == 0 && System.nanoTime() < deadline) {
        result = load.run(NANOS);
      }
      assertThat(result.messages()).as(scenario.name()).isPositive();
      assertThat(result.latencies().getTotalCount()).isPositive();
    }
  }
}
