package io.github.baseframe.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client does what is measured, and its driver sees it. */
class ClientsTest {

  private static final int KIB = 1 << 10;

  private static URI server;

  @BeforeAll
  static void startServer() throws Exception {
    LogManager.getLogManager().reset();
    ServerOptions options = new ServerOptions(1, KIB, false, false, false);
    server = URI.create("ws://127.0.0.1:" + Peer.BASEFRAME.server().start(options) + "/echo");
  }

  @ParameterizedTest
  @MethodSource("io.github.baseframe.benchmarks.clients.Client#offered")
  void sendsAnewForEachAnswerUntilTheRunEnds(Client client) throws IOException {
    Scenario text = Scenario.echo("text", "", true, KIB, 3, 4);
    try (Driver driver = Driver.open(client, server, text)) {
      for (int run = 0; run < 2; run++) {
        DriverResult result = driver.run(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(result.messages()).isGreaterThanOrEqualTo(text.connections());
        assertThat(result.nanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    Scenario large = Scenario.echo("large", "", false, 1 << 20, 2, 2);
    try (Driver driver = Driver.open(client, server, large)) {
      DriverResult result = driver.run(TimeUnit.MILLISECONDS.toNanos(50));
      assertThat(result.latencies().getTotalCount()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.baseframe.benchmarks.clients.Client#offered")
  void inNoTimeSendsOneMessageOnEachConnection(Client client) throws IOException {
    Scenario idle = new Scenario("idle", "", Shape.IDLE, false, 64, 5, 5, 1, 0);
    try (Driver driver = Driver.open(client, server, idle)) {
      assertThat(driver.run(0).messages()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.baseframe.benchmarks.clients.Client#offered")
  void opensAndClosesOneConnectionAfterTheOther(Client client) throws IOException {
    Scenario connect = new Scenario("connect", "", Shape.CONNECT, false, 64, 2, 2, 1, 0);
    try (Driver driver = Driver.open(client, server, connect)) {
      DriverResult result = driver.run(0);
      assertThat(result.messages()).isEqualTo(2);
      assertThat(result.latencies().getTotalCount()).isEqualTo(2);
    }
  }
}
