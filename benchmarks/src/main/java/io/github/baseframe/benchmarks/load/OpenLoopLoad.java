package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * An open loop: messages go out at a fixed rate, on one connection after the other, whether answers
 * come or not. Latency counts from the time at which a message was to be sent, so a server that
 * stalls pays for every message that had to wait (no coordinated omission).
 */
final class OpenLoopLoad extends SelectingLoad {

  private final double nanosBetween;

  /** Message number 0 of a run is that one of its connection. */
  private final long[] sentBefore;

  private long start;
  private long scheduled;

  OpenLoopLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    super(scenario, server, bare, 0);
    nanosBetween = (double) TimeUnit.SECONDS.toNanos(1) / scenario.rate();
    sentBefore = new long[scenario.connections()];
  }

  @Override
  void begin(Recorder notes) {
    start = notes.start();
    scheduled = 0;
    for (int i = 0; i < sentBefore.length; i++) {
      sentBefore[i] = connections[i].sent();
    }
  }

  /** Never sleeps, because the next message may be due in a few microseconds. */
  @Override
  int select(Selector ready) throws IOException {
    long due = (long) ((System.nanoTime() - start) / nanosBetween);
    for (; scheduled <= due; scheduled++) {
      connections[(int) (scheduled % connections.length)].send(1, 0);
    }
    return ready.selectNow(this::onReady);
  }

  @Override
  void onMessages(Connection connection, int completed, long now, Recorder notes) {
    int index = connection.index();
    long received = connection.received();
    // Answers to messages of an earlier run are not of this one.
    for (long i = Math.max(received - completed, sentBefore[index]); i < received; i++) {
      long number = (i - sentBefore[index]) * connections.length + index;
      notes.latency(now - start - (long) (number * nanosBetween));
    }
  }
}
