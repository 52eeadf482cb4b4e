package io.github.baseframe.conformance.soak;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.conformance.soak.Tally.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Good clients that send numbered messages, some of which leave while others come, beside bad ones.
 * Sending, coming and going is up to the thread that calls {@link #run}.
 */
public final class Soak {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int CONNECTING_THREADS = 4;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long SEED = 6455;

  private final SoakSettings settings;
  private final SoakServer server;
  private final Tally tally = new Tally();
  private final List<WebSocketClient> clients = clients();
  private final ExecutorService connecting = Executors.newFixedThreadPool(CONNECTING_THREADS);
  private final AtomicInteger opening = new AtomicInteger();
  private final Queue<Guest> arrived = new ConcurrentLinkedQueue<>();

  /** Who talks, who waits for its last echoes, and who waits for its Close; the oldest first. */
  private final ArrayDeque<Guest> talking = new ArrayDeque<>();

  private final Queue<Leaving> leaving = new ArrayDeque<>();
  private int nextClient;

  private static final class Leaving {
    private final Guest guest;
    private final long deadlineNanos;
    private boolean closing;

    Leaving(Guest guest, long deadlineNanos) {
      this.guest = guest;
      this.deadlineNanos = deadlineNanos;
    }

    /** Goes on; says whether that was all. */
    boolean isGone(long now) {
      boolean late = now - deadlineNanos >= 0;
      if (!closing && (guest.isDone() || late)) {
        closing = true;
        guest.leave();
      }
      if (guest.isOver() || closing && late) {
        guest.settle();
        return true;
      }
      return false;
    }
  }

  /**
   * Prepares a soak.
   *
   * @param settings how long and how many
   * @param server a running server, which stays the caller's
   */
  public Soak(SoakSettings settings, SoakServer server) {
    this.settings = settings;
    this.server = server;
  }

  /** One compresses, the other does not. */
  private static List<WebSocketClient> clients() {
    WebSocketClient compressing = WebSocketClient.builder().handlersOnLoop().build();
    return List.of(
        compressing,
        WebSocketClient.builder()
            .shareLoopOf(compressing)
            .noCompression()
            .handlersOnLoop()
            .build());
  }

  /**
   * Lasts as long as the settings say, and until all have left.
   *
   * @param onSample is told of each sample
   * @return what has come of it
   * @throws IOException if the server is gone
   */
  public SoakVerdict run(Consumer<Sample> onSample) throws IOException {
    List<Sample> samples = new ArrayList<>();
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());
    try (Hostiles hostiles = new Hostiles(address, settings.hostile(), SEED)) {
      fill();
      tally.takeLatencies();
      talk(
          seconds -> {
            Sample sample = sample(seconds, hostiles.lives());
            samples.add(sample);
            onSample.accept(sample);
          });
    } finally {
      connecting.shutdown();
    }
    leaveAll();
    return SoakVerdict.of(samples, tally.faults());
  }

  /** Makes a sample. */
  private interface Sampler {
    void sample(double seconds) throws IOException;
  }

  private Sample sample(double seconds, long hostileLives) throws IOException {
    Figures figures = server.figures();
    Histogram latencies = tally.takeLatencies();
    return new Sample(
        seconds,
        talking.size(),
        tally.echoes(),
        latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
        latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
        latencies.getMaxValue() / NANOS_PER_MILLI,
        hostileLives,
        figures,
        Tally.describe(tally.faults()));
  }

  // ---- Coming

  private void fill() throws IOException {
    long start = System.nanoTime();
    while (talking.size() < settings.connections()) {
      if (System.nanoTime() - start > PATIENCE_NANOS + openingNanos()) {
        throw new IOException("only " + talking.size() + " connections could be opened");
      }
      openMissing();
      LockSupport.parkNanos(TICK_NANOS);
      takeArrived();
    }
  }

  /** A millisecond each is plenty. */
  private long openingNanos() {
    return TimeUnit.MILLISECONDS.toNanos(settings.connections());
  }

  /** Opens as many as are missing. */
  private void openMissing() {
    int missing = settings.connections() - talking.size() - arrived.size() - opening.get();
    for (int i = 0; i < missing; i++) {
      WebSocketClient client = clients.get(nextClient++ % clients.size());
      opening.incrementAndGet();
      connecting.execute(() -> open(client));
    }
  }

  private void open(WebSocketClient client) {
    Guest guest = new Guest(tally, System::nanoTime);
    try {
      guest.begin(client.connect("ws://127.0.0.1:" + server.port() + "/", guest));
      arrived.add(guest);
    } catch (IOException e) {
      tally.add(Fault.NOT_OPENED);
    } finally {
      opening.decrementAndGet();
    }
  }

  private void takeArrived() {
    for (Guest next; (next = arrived.poll()) != null; ) {
      talking.addLast(next);
    }
  }

  // ---- Talking

  private void talk(Sampler sampler) throws IOException {
    long start = System.nanoTime();
    long end = start + settings.length().toNanos();
    long nextSample = start + settings.sampleInterval().toNanos();
    double messagesDue = 0;
    double leavesDue = 0;
    long before = start;
    for (long now = start; now - end < 0; now = System.nanoTime()) {
      double seconds = (now - before) / NANOS_PER_SECOND;
      before = now;
      messagesDue = send(messagesDue + seconds * settings.messagesPerSecond());
      leavesDue = sayGoodbye(leavesDue + seconds * settings.leavesPerSecond(), now);
      watchLeaving(now);
      takeArrived();
      openMissing();
      if (now - nextSample >= 0) {
        sampler.sample((now - start) / NANOS_PER_SECOND);
        nextSample += settings.sampleInterval().toNanos();
        // Nobody has sent meanwhile, and nobody need make up for it.
        before = System.nanoTime();
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  /** Has the next ones send, each in its turn; who is over is replaced. Returns what is left. */
  private double send(double due) {
    double left = due;
    while (left >= 1 && !talking.isEmpty()) {
      left--;
      Guest guest = talking.pollFirst();
      if (guest.isOver()) {
        guest.settle();
      } else {
        guest.send();
        talking.addLast(guest);
      }
    }
    return left;
  }

  private double sayGoodbye(double due, long now) {
    double left = due;
    while (left >= 1 && !talking.isEmpty()) {
      left--;
      leaving.add(new Leaving(talking.pollFirst(), now + PATIENCE_NANOS));
    }
    return left;
  }

  // ---- Going

  private void watchLeaving(long now) {
    for (Iterator<Leaving> each = leaving.iterator(); each.hasNext(); ) {
      if (each.next().isGone(now)) {
        each.remove();
      }
    }
  }

  private void leaveAll() {
    while (opening.get() > 0) {
      LockSupport.parkNanos(TICK_NANOS);
    }
    takeArrived();
    sayGoodbye(talking.size(), System.nanoTime());
    while (!leaving.isEmpty()) {
      watchLeaving(System.nanoTime());
      LockSupport.parkNanos(TICK_NANOS);
    }
  }
}
