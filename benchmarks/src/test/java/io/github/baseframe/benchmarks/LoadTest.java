package io.github.baseframe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The load generator counts what comes back, and takes nothing else. */
class LoadTest {

  private static final Scenario ONE = Scenario.echo("one", "", false, 64, 1, 1);
  private static final int FRAME_BYTES = 2 + 4 + 64;
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  @Test
  void onlyTalkingConnectionsSend() throws Exception {
    Scenario scenario = new Scenario("quarter", "", Scenario.Shape.ECHO, false, 64, 8, 2, 3, 0);
    int port = Peer.BARE_NIO.server().start(new ServerOptions(1, 64, false, false, false));
    try (Load load = Load.open(scenario, new InetSocketAddress("127.0.0.1", port), true)) {
      load.run(TimeUnit.MILLISECONDS.toNanos(50));
      LoadResult result = load.run(TimeUnit.MILLISECONDS.toNanos(200));

      assertThat(result.leastOfConnection()).isPositive();
      assertThat(result.messages())
          .isBetween(2 * result.leastOfConnection(), 2 * result.mostOfConnection());
      assertThat(result.latencies().getTotalCount()).isEqualTo(result.messages());
    }
  }

  @Test
  void aChangedByteIsFound() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> runAgainst((bytes, length) -> bytes[length - 1] ^= 1))
        .withMessageStartingWith("byte 69 of message 0 is ");
  }

  @Test
  void aChangedHeaderIsFound() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> runAgainst((bytes, length) -> bytes[0] = (byte) 0x81))
        .withMessage("byte 0 of message 0 is 81 instead of 82");
  }

  @Test
  void inAnOpenLoopLatencyCountsFromWhenAMessageWasDue() throws IOException {
    int held = 200;
    Scenario everyMillisecond =
        new Scenario("held", "", Scenario.Shape.OPEN_LOOP, false, 64, 1, 1, 1, 1000);
    try (ServerSocket acceptor = echoOnce(held * FRAME_BYTES, (bytes, length) -> {});
        Load load = Load.open(everyMillisecond, address(acceptor), true)) {
      LoadResult result = load.run(TimeUnit.MILLISECONDS.toNanos(100));
      while (result.messages() == 0) {
        result = load.run(TimeUnit.MILLISECONDS.toNanos(100));
      }

      long firstWaited = TimeUnit.NANOSECONDS.toMillis(result.latencies().getMaxValue());
      assertThat(firstWaited).isGreaterThanOrEqualTo(held - 1);
      assertThat(result.latencies().getTotalCount()).isEqualTo(held);
    }
  }

  private interface Change {
    void apply(byte[] bytes, int length);
  }

  /** Runs against an echo that changes the first thing that it gets. */
  private static void runAgainst(Change change) throws IOException {
    try (ServerSocket acceptor = echoOnce(FRAME_BYTES, change);
        Load load = Load.open(ONE, address(acceptor), true)) {
      load.run(LONG);
    }
  }

  /** Sends so many bytes back when they are all there, and nothing after that. */
  private static ServerSocket echoOnce(int length, Change change) throws IOException {
    ServerSocket acceptor = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    Thread server = new Thread(() -> serve(acceptor, length, change));
    server.setDaemon(true);
    server.start();
    return acceptor;
  }

  private static void serve(ServerSocket acceptor, int length, Change change) {
    try (Socket socket = acceptor.accept()) {
      byte[] bytes = socket.getInputStream().readNBytes(length);
      change.apply(bytes, length);
      socket.getOutputStream().write(bytes);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The load generator is gone.
    }
  }

  private static InetSocketAddress address(ServerSocket acceptor) {
    return new InetSocketAddress("127.0.0.1", acceptor.getLocalPort());
  }
}
