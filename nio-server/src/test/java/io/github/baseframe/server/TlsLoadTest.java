package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.TestKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much newcomers to a server with TLS may cost those who are there. */
class TlsLoadTest {

  /** The beginning of a ClientHello, whose rest never comes. */
  private static final String UNFINISHED = "1603010200" + "010001fc";

  private static SSLContext context;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeAll
  static void makeKeys() throws Exception {
    context = new TestKeys().context();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static Tls.Builder tls() {
    return Tls.builder().context(context);
  }

  private static WebSocketServer start(Tls.Builder tls) throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        .tls(tls.build())
        .handshakeTimeout(Duration.ofSeconds(60))
        .route("/", new EchoHandler())
        .start();
  }

  private static RawClient connect(WebSocketServer server) throws IOException {
    return RawClient.connectTls(server, context);
  }

  private static void assertEchoes(RawClient client) throws IOException {
    client.sendHex("8181" + "00000000" + "61");
    assertThat(client.readHex(3)).isEqualTo("810161");
  }

  @Test
  void whoIsSlowToShakeHandsLosesItsPlaceToWhoWaits() throws IOException {
    Tls.Builder one = tls().maxHandshakes(1).handshakePatience(Duration.ofMillis(50));
    try (WebSocketServer server = start(one);
        RawClient slow = RawClient.connect(server).sendHex(UNFINISHED)) {
      Await.until("it is accepted", () -> server.openConnections() == 1);
      try (RawClient next = connect(server)) {
        assertEchoes(next.open("/"));

        // Content type 21, alert.
        assertThat(slow.readHexToEnd()).startsWith("15");
      }
    }
  }

  @Test
  void whileAllPlacesAreTakenNewcomersWaitUntilOneEnds() throws Exception {
    Tls.Builder one = tls().maxHandshakes(1).handshakePatience(Duration.ofDays(1));
    try (WebSocketServer server = start(one);
        RawClient first = RawClient.connect(server).sendHex(UNFINISHED)) {
      Await.until("it is accepted", () -> server.openConnections() == 1);
      try (RawClient second = connect(server);
          RawClient third = connect(server)) {
        Future<?> opening = threads.submit(() -> third.open("/"));
        Future<?> also = threads.submit(() -> second.open("/"));
        Await.until("all are accepted", () -> server.openConnections() == 3);
        assertThat(opening.isDone() || also.isDone()).isFalse();

        first.socket().close();

        opening.get(10, TimeUnit.SECONDS);
        also.get(10, TimeUnit.SECONDS);
        assertEchoes(second);
        assertEchoes(third);
      }
    }
  }

  @Test
  void oneStepOfAHandshakeATurnIsEnoughForAllToComeIn() throws Exception {
    try (WebSocketServer server = start(tls().maxHandshakeStepsATurn(1))) {
      List<Future<?>> talks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        talks.add(threads.submit(() -> talk(server)));
      }
      for (Future<?> talk : talks) {
        talk.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Void talk(WebSocketServer server) throws IOException {
    try (RawClient client = connect(server)) {
      assertEchoes(client.open("/"));
    }
    return null;
  }

  @Test
  void whileAnExecutorComputesHandshakesTheLoopServesTheOthers() throws Exception {
    BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    try (WebSocketServer server = start(tls().handshakeExecutor(steps::add));
        RawClient early = connect(server);
        RawClient late = connect(server)) {
      Future<?> opening = threads.submit(() -> early.open("/"));
      while (!opening.isDone()) {
        Runnable step = steps.poll(10, TimeUnit.MILLISECONDS);
        if (step != null) {
          step.run();
        }
      }
      opening.get();
      Future<?> waiting = threads.submit(() -> late.open("/"));
      Runnable step = steps.take();

      assertEchoes(early);
      assertThat(waiting.isDone()).isFalse();

      threads.execute(step);
      threads.execute(() -> runAll(steps));
      waiting.get(10, TimeUnit.SECONDS);
      assertEchoes(late);
    }
  }

  private static void runAll(BlockingQueue<Runnable> steps) {
    try {
      while (true) {
        steps.take().run();
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  @Test
  void whatTheExecutorRejectsTheLoopComputes() throws IOException {
    Tls.Builder rejecting =
        tls()
            .handshakeExecutor(
                step -> {
                  throw new RejectedExecutionException();
                });
    try (WebSocketServer server = start(rejecting);
        RawClient client = connect(server)) {
      assertEchoes(client.open("/"));
    }
  }

  @Test
  void whoGoesWhileItsHandshakeIsComputedLeavesNothing() throws Exception {
    BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    WebSocketServer server = start(tls().handshakeExecutor(steps::add));
    try (RawClient client = connect(server)) {
      threads.submit(() -> client.open("/"));
      Runnable step = steps.take();
      client.socket().close();

      server.close();

      assertThat(server.openConnections()).isZero();
      step.run();
    }
  }

  @Test
  void whoFloodsKeyUpdatesIsCut() throws IOException {
    try (WebSocketServer server = start(tls().maxKeyUpdatesASecond(20));
        RawClient client = connect(server)) {
      client.open("/");

      assertThatThrownBy(
              () -> {
                while (true) {
                  // In TLS 1.3 this sends a KeyUpdate.
                  ((SSLSocket) client.socket()).startHandshake();
                }
              })
          .isInstanceOf(IOException.class);
      Await.until("it is cut", () -> server.openConnections() == 0);
    }
  }
}
