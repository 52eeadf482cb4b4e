package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.benchmarks.load.Payloads;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A closed loop: each connection keeps its number of messages in flight, a new one for each that
 * came back. The first message of a run is sent by the thread that drives; all others by whichever
 * thread of the library brought an answer, so that nothing here needs a lock.
 */
final class EchoDriver implements Driver {

  private static final int SIGNIFICANT_DIGITS = 3;

  /** As many different messages as keep a processor from learning them by heart. */
  private static final int DIFFERENT = 16;

  /** Of small messages only one of so many is timed, which costs as much as part of a message. */
  private static final int SMALL_BYTES = 1 << 10;

  private static final int SMALL_FOR_EACH_TIMED = 16;

  private final Scenario scenario;
  private final List<byte[]> payloads;
  private final int timedEvery;
  private final List<Talk> talks = new ArrayList<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final CountDownLatch closed;
  private volatile boolean sending;
  private volatile boolean closing;
  private volatile CountDownLatch atRest;
  private volatile ConcurrentHistogram latencies;
  private volatile Throwable failure;

  EchoDriver(ClientLibrary library, URI server, Scenario scenario) throws IOException {
    this.scenario = scenario;
    List<byte[]> cycle = Payloads.cycle(scenario.text(), scenario.payloadBytes());
    // A connection that is idle ever after needs but one, and keeps no others that would count.
    int different = scenario.shape() == Shape.IDLE ? 1 : Math.min(DIFFERENT, cycle.size());
    payloads = cycle.subList(0, different);
    timedEvery = scenario.payloadBytes() > SMALL_BYTES ? 1 : SMALL_FOR_EACH_TIMED;
    closed = new CountDownLatch(scenario.connections());
    for (int i = 0; i < scenario.connections(); i++) {
      Talk talk = new Talk();
      talk.prepare(Connections.open(library, server, talk));
      talks.add(talk);
    }
  }

  @Override
  public DriverResult run(long nanos) throws IOException {
    latencies = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    atRest = new CountDownLatch(talks.size());
    sending = nanos > 0;
    long before = received();
    long start = System.nanoTime();
    talks.forEach(Talk::send);
    awaitOrFail(failed, nanos);
    sending = false;
    if (!awaitOrFail(atRest, PATIENCE.toNanos())) {
      throw new IOException("no answer for " + PATIENCE.toSeconds() + " seconds");
    }
    return new DriverResult(System.nanoTime() - start, received() - before, latencies);
  }

  /** Says whether it has happened; throws as soon as it is known that a connection failed. */
  private boolean awaitOrFail(CountDownLatch event, long nanos) throws IOException {
    boolean happened = Connections.await(event, nanos);
    if (failure != null) {
      throw new IOException(failure);
    }
    return happened;
  }

  private long received() {
    return talks.stream().mapToLong(talk -> talk.received).sum();
  }

  @Override
  public void close() throws IOException {
    closing = true;
    talks.forEach(talk -> talk.connection.close());
    if (!Connections.await(closed, PATIENCE.toNanos())) {
      throw new IOException(closed.getCount() + " connections do not close");
    }
  }

  private void fail(Throwable cause) {
    if (!closing) {
      failure = cause;
      failed.countDown();
    }
  }

  /** A connection and where it stands. */
  private final class Talk implements Receiver {
    private final Runnable[] messages = new Runnable[payloads.size()];
    private final int[] lengths = new int[payloads.size()];
    private ClientConnection connection;
    private long sent;
    private long received;

    /** Number of the message whose answer is timed, or -1, and when it was sent. */
    private long timed = -1;

    private long timedSince;

    void prepare(ClientConnection open) {
      connection = open;
      for (int i = 0; i < messages.length; i++) {
        byte[] payload = payloads.get(i);
        String text = scenario.text() ? new String(payload, StandardCharsets.UTF_8) : null;
        messages[i] = text == null ? open.binary(payload) : open.text(text);
        lengths[i] = text == null ? payload.length : text.length();
      }
    }

    void send() {
      int which = (int) (sent % messages.length);
      if (timed < 0 && sent % timedEvery == 0) {
        timed = sent;
        timedSince = System.nanoTime();
      }
      sent++;
      messages[which].run();
    }

    @Override
    public void onText(int length) {
      accept(length, lengths[(int) (received % lengths.length)]);
    }

    @Override
    public void onBinary(int bytes) {
      accept(bytes, payloads.get((int) (received % lengths.length)).length);
    }

    private void accept(int length, int expected) {
      if (length != expected) {
        fail(
            new IOException(
                String.format("message %d is %d long, not %d", received, length, expected)));
        return;
      }
      if (received == timed) {
        latencies.recordValue(System.nanoTime() - timedSince);
        timed = -1;
      }
      received++;
      if (sending) {
        while (sent - received < scenario.inFlight()) {
          send();
        }
      } else if (sent == received) {
        atRest.countDown();
      }
    }

    @Override
    public void onClosed() {
      fail(new IOException("a connection was closed"));
      closed.countDown();
    }

    @Override
    public void onFailure(Throwable cause) {
      fail(cause);
    }
  }
}
