package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.benchmarks.load.Payloads;
import io.github.baseframe.benchmarks.load.Scenario;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Connects, shakes hands, has one message echoed, closes, and begins again: a thread for each of
 * the few at a time.
 */
final class VisitDriver implements Driver {

  private static final int SIGNIFICANT_DIGITS = 3;

  private final ClientLibrary library;
  private final URI server;
  private final Scenario scenario;
  private final byte[] payload;
  private final ExecutorService visitors;

  VisitDriver(ClientLibrary library, URI server, Scenario scenario) {
    this.library = library;
    this.server = server;
    this.scenario = scenario;
    payload = Payloads.cycle(false, scenario.payloadBytes()).get(0);
    visitors = Executors.newFixedThreadPool(scenario.connections());
  }

  @Override
  public DriverResult run(long nanos) throws IOException {
    ConcurrentHistogram latencies = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    long start = System.nanoTime();
    Callable<Long> visits = () -> visitFor(nanos, latencies);
    long messages = 0;
    try {
      for (Future<Long> each :
          visitors.invokeAll(Collections.nCopies(scenario.connections(), visits))) {
        messages += each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    return new DriverResult(System.nanoTime() - start, messages, latencies);
  }

  private long visitFor(long nanos, ConcurrentHistogram latencies) throws IOException {
    long start = System.nanoTime();
    long now = start;
    long visits = 0;
    do {
      new Visit().pay();
      visits++;
      long before = now;
      now = System.nanoTime();
      latencies.recordValue(now - before);
    } while (now - start < nanos);
    return visits;
  }

  @Override
  public void close() {
    visitors.shutdown();
  }

  /** A connection from its beginning to its end. */
  private final class Visit implements Receiver {
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int answerBytes;
    private volatile Throwable failure;

    void pay() throws IOException {
      ClientConnection connection = Connections.open(library, server, this);
      connection.binary(payload).run();
      await(answered, "the answer");
      if (answerBytes != payload.length) {
        throw new IOException("the answer is " + answerBytes + " long, not " + payload.length);
      }
      connection.close();
      await(closed, "the end");
    }

    private void await(CountDownLatch event, String what) throws IOException {
      boolean happened = Connections.await(event, PATIENCE.toNanos());
      if (failure != null) {
        throw new IOException(failure);
      }
      if (!happened) {
        throw new IOException("no sign of " + what + " for " + PATIENCE.toSeconds() + " seconds");
      }
    }

    @Override
    public void onText(int length) {
      onFailure(new IOException("text instead of a binary message"));
    }

    @Override
    public void onBinary(int bytes) {
      answerBytes = bytes;
      answered.countDown();
    }

    @Override
    public void onClosed() {
      answered.countDown();
      closed.countDown();
    }

    @Override
    public void onFailure(Throwable cause) {
      failure = cause;
      onClosed();
    }
  }
}
