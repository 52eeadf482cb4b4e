package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.Ledger;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.Resources;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.testkit.FaultPlan;
import io.github.baseframe.testkit.Faults;
import io.github.baseframe.testkit.FaultyBufferPool;
import io.github.baseframe.testkit.FaultySelectorProvider;
import io.github.baseframe.testkit.FaultySslContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A server of one loop below which everything fails on order, with a good client that is there
 * before and goes on behind each fault, and the books of what must be there in the end.
 */
final class FaultyServer implements AutoCloseable {

  static final String TO_ALL = "to all";
  static final String CLOSE = "close";

  /**
   * How the server is set up.
   *
   * @param secure whether it speaks TLS
   * @param compressed whether peers offer compression
   * @param elsewhere whether the handler answers on another thread
   */
  record Setup(boolean secure, boolean compressed, boolean elsewhere) {}

  private final String threadName = "faulty-server-" + System.nanoTime();
  private final Setup setup;
  private final SSLContext context;
  private final Faults faults = new Faults();
  private final CountingPool pool = new CountingPool();
  private final List<MemoryShare> shares = new CopyOnWriteArrayList<>();
  private final LogCapture log = new LogCapture();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Answers answers = new Answers();
  private final WebSocketServer server;
  private final FramePeer good;

  private final long descriptors;
  private final long threads;
  private final long memory;

  FaultyServer(Setup setup, SSLContext context) throws IOException {
    this.setup = setup;
    this.context = context;
    ServerBuilder builder =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .threadName(threadName)
            .handshakeTimeout(Duration.ofMinutes(1))
            // Nothing here may depend on it.
            .closeTimeout(Duration.ofMinutes(1))
            .pingInterval(Duration.ZERO)
            .shutdownTimeout(Duration.ofSeconds(1))
            .route("/", answers)
            .page("/page", "application/octet-stream", Scenario.LARGE)
            .buffers(this::newPool);
    if (setup.secure()) {
      builder.tls(Tls.context(FaultySslContext.over(context, faults)));
    }
    this.server = builder.channels(new FaultySelectorProvider(faults)).start();
    for (Scenario warmUp : Scenario.values()) {
      assertThat(plays(warmUp)).as(warmUp + " where nothing fails").isTrue();
    }
    this.good = newPeer().open("/");
    Await.until("the warm-up is over", () -> server.openConnections() == 1);
    goOn();
    this.memory = heldBytes();
    this.threads = Resources.threads(threadName);
    this.descriptors = Resources.descriptors();
  }

  private FaultyBufferPool newPool(MemoryShare share) {
    shares.add(share);
    return new FaultyBufferPool(pool.newPool(share), faults);
  }

  Faults faults() {
    return faults;
  }

  private FramePeer newPeer() throws IOException {
    return new FramePeer(
        setup.secure() ? RawClient.connectTls(server, context) : RawClient.connect(server),
        setup.compressed());
  }

  /** One life; says whether it went to its end. */
  boolean plays(Scenario scenario) throws IOException {
    return scenario.plays(newPeer());
  }

  /** What happened besides, for who asks why. */
  String told() {
    return String.join("; ", log.lines());
  }

  private long heldBytes() {
    return shares.stream().mapToLong(MemoryShare::heldBytes).sum();
  }

  /** The good client is answered as ever. */
  private void goOn() throws IOException {
    good.send(0x81, "still there").expect(0x81, "still there");
  }

  /**
   * Ends the plan, and requires that nothing is left of it.
   *
   * @param what failed
   * @param mostLines of the log
   * @return how many operations failed
   */
  long settle(String what, int mostLines) throws IOException {
    Await.until("connections are counted back after " + what, () -> server.openConnections() == 1);
    long struck = faults.struck();
    faults.follow(FaultPlan.none());
    Await.until("sessions end after " + what, () -> answers.openSessions() == 1);
    Await.until("buffers are back after " + what, () -> pool.lent() == 0);
    Await.until("memory is back after " + what, () -> heldBytes() == memory);
    Await.until("descriptors are back after " + what, () -> Resources.descriptors() <= descriptors);
    assertThat(answers.violations()).as(what).isEmpty();
    assertThat(answers.opened()).as(what).isEqualTo(answers.closed() + 1);
    assertThat(Resources.threads(threadName)).as("threads after " + what).isEqualTo(threads);
    assertThat(log.lines())
        .as(what)
        .filteredOn(line -> !line.startsWith("The handler of "))
        .hasSizeLessThanOrEqualTo(mostLines);
    log.records().clear();
    goOn();
    return struck;
  }

  @Override
  public void close() throws IOException {
    faults.follow(FaultPlan.none());
    good.close();
    server.close();
    executor.shutdown();
    Await.until("the executor has ended", executor::isTerminated);
    assertThat(Resources.threads(threadName)).isZero();
    assertThat(heldBytes()).isZero();
    log.close();
  }

  /** Sends back what comes, or does what it says. */
  private final class Answers extends Ledger {

    @Override
    protected void received(WebSocketSession session, ByteBuffer payload, boolean text) {
      if (!setup.elsewhere()) {
        answer(session, payload, text);
        return;
      }
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      executor.execute(() -> answer(session, copy, text));
    }

    private void answer(WebSocketSession session, ByteBuffer payload, boolean text) {
      String command = text ? UTF_8.decode(payload.duplicate()).toString() : "";
      switch (command) {
        case CLOSE -> session.close(4000, "");
        case TO_ALL -> {
          PreparedMessage message = PreparedMessage.text(TO_ALL);
          WebSocketServer.broadcast(List.of(session), message);
          WebSocketServer.broadcast(List.of(session), message);
        }
        default -> {
          if (text) {
            session.sendUtf8Text(payload);
          } else {
            session.sendBinary(payload);
          }
        }
      }
    }
  }
}
