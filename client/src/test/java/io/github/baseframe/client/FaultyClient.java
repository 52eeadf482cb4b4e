package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.Ledger;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.nio.testing.Resources;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.testkit.FaultPlan;
import io.github.baseframe.testkit.Faults;
import io.github.baseframe.testkit.FaultyBufferPool;
import io.github.baseframe.testkit.FaultySelectorProvider;
import io.github.baseframe.testkit.FaultySslContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A client below which everything fails on order, with a good connection that is there before and
 * goes on behind each fault, and the books of what must be there in the end.
 */
final class FaultyClient implements AutoCloseable {

  /** Longer than 16 bits say, than a pool lends at once and than a record of TLS. */
  private static final byte[] LARGE = new byte[70_000];

  static {
    new Random(7).nextBytes(LARGE);
  }

  /**
   * How the client is set up.
   *
   * @param secure whether it speaks TLS
   * @param compressed whether it offers compression
   * @param onLoop whether handlers are called on the loop
   */
  record Setup(boolean secure, boolean compressed, boolean onLoop) {}

  /** What is done in one life. */
  enum Scenario {
    TALKED,
    CLOSED_BY_THE_SERVER,
    REFUSED
  }

  private final String threadName = "faulty-client-" + System.nanoTime();
  private final Setup setup;
  private final Faults faults = new Faults();
  private final CountingPool pool = new CountingPool();
  private final List<MemoryShare> shares = new CopyOnWriteArrayList<>();
  private final LogCapture log = new LogCapture();
  private final EchoPeer peer;
  private final WebSocketClient client;
  private final Life goodLife = new Life();
  private final WebSocketSession good;

  private final long descriptors;
  private final long memory;

  FaultyClient(Setup setup, SSLContext context) throws IOException {
    this.setup = setup;
    this.peer =
        new EchoPeer(
            setup.secure()
                ? context.getServerSocketFactory().createServerSocket(0)
                : new ServerSocket(0));
    ClientBuilder builder =
        WebSocketClient.builder()
            .threadFactory(work -> new Thread(work, threadName))
            .connectTimeout(Duration.ofMinutes(1))
            .handshakeTimeout(Duration.ofMinutes(1))
            .closeTimeout(Duration.ofMinutes(1))
            .sslContext(FaultySslContext.over(context, faults))
            .channels(new FaultySelectorProvider(faults))
            .buffers(this::newPool);
    if (!setup.compressed()) {
      builder.noCompression();
    }
    this.client = (setup.onLoop() ? builder.handlersOnLoop() : builder).build();
    for (Scenario warmUp : Scenario.values()) {
      assertThat(plays(warmUp)).as(warmUp + " where nothing fails").isTrue();
    }
    this.good = client.connect(uri("/"), goodLife);
    goOn();
    Await.until(
        "the warm-up is over", () -> pool.lent() == 0 && Resources.threads(threadName) == 1);
    this.memory = heldBytes();
    Await.until("the peers have gone", () -> peer.clients() == 1);
    goOn();
    this.descriptors = Resources.descriptors();
  }

  private FaultyBufferPool newPool(MemoryShare share) {
    shares.add(share);
    return new FaultyBufferPool(pool.newPool(share), faults);
  }

  Faults faults() {
    return faults;
  }

  private String uri(String path) {
    return (setup.secure() ? "wss" : "ws") + "://localhost:" + peer.port() + path;
  }

  private long heldBytes() {
    return shares.stream().mapToLong(MemoryShare::heldBytes).sum();
  }

  /** One life; says whether it went to its end. */
  boolean plays(Scenario scenario) {
    String path =
        switch (scenario) {
          case TALKED -> "/";
          case CLOSED_BY_THE_SERVER -> EchoPeer.CLOSING;
          case REFUSED -> EchoPeer.REFUSING;
        };
    Life life = new Life();
    boolean finished = false;
    try {
      WebSocketSession session = client.connect(uri(path), life);
      finished = scenario == Scenario.TALKED ? life.talk(session) : life.listen(session);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nobody says what became of it", e);
    } catch (IOException | OutOfMemoryError e) {
      finished = scenario == Scenario.REFUSED && String.valueOf(e.getMessage()).contains("403");
      assertThat(life.opened()).as("told of what was not opened: " + e).isZero();
    }
    Await.until("it is closed", () -> life.openSessions() == 0);
    assertThat(life.violations()).isEmpty();
    assertThat(life.closed()).isEqualTo(life.opened()).isLessThan(2);
    return finished;
  }

  /** What happened besides, for who asks why. */
  String told() {
    return String.join("; ", log.lines());
  }

  /** The good connection is answered as ever. */
  private void goOn() {
    assertThat(goodLife.echoes(good, new byte[] {1, 2, 3})).as("the good one goes on").isTrue();
  }

  /**
   * Ends the plan, and requires that nothing is left of it.
   *
   * @param what failed
   * @param mostLines of the log
   * @return how many operations failed
   */
  long settle(String what, int mostLines) {
    Await.until("descriptors are back after " + what, () -> Resources.descriptors() <= descriptors);
    long struck = faults.struck();
    faults.follow(FaultPlan.none());
    Await.until("buffers are back after " + what, () -> pool.lent() == 0);
    Await.until("memory is back after " + what, () -> heldBytes() == memory);
    assertThat(peer.violations()).as(what).isEmpty();
    assertThat(Resources.threads(threadName)).as("threads after " + what).isEqualTo(1);
    assertThat(log.lines()).as(what).hasSizeLessThanOrEqualTo(mostLines);
    log.records().clear();
    goOn();
    return struck;
  }

  /** The client need not be closed: its loop ends behind its last connection. */
  @Override
  public void close() throws IOException {
    faults.follow(FaultPlan.none());
    good.close(1000, "");
    Await.until("the loop has ended", () -> Resources.threads(threadName) == 0);
    assertThat(heldBytes()).isZero();
    peer.close();
    log.close();
  }

  /** A handler that its life waits for. */
  private static final class Life extends Ledger {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    @Override
    protected void received(WebSocketSession session, ByteBuffer payload, boolean text) {
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      received.add(bytes);
    }

    @Override
    protected void ended() {
      received.add(END);
    }

    boolean talk(WebSocketSession session) {
      boolean finished = echoes(session, new byte[] {7});
      finished = finished && echoes(session, LARGE);
      session.sendPing(ByteBuffer.allocate(4));
      finished = finished && echoes(session, new byte[] {8, 9});
      session.close(1000, "");
      return next() == END && finished;
    }

    /** Until the server closes. */
    boolean listen(WebSocketSession session) {
      session.sendText("go");
      return next() == END;
    }

    /** Returns false if it has ended instead. */
    boolean echoes(WebSocketSession session, byte[] message) {
      session.sendBinary(ByteBuffer.wrap(message));
      byte[] answer = next();
      if (answer == END) {
        received.add(END);
        return false;
      }
      assertThat(Arrays.equals(answer, message)).as("what comes is what went").isTrue();
      return true;
    }

    private byte[] next() {
      try {
        byte[] next = received.poll(10, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("neither an answer nor an end");
        }
        return next;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
