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

  /** When message 0 was due; the time between two runs does not count. */
  private long start;

  private long lastSelect;
  private long sent;

  OpenLoopLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    super(scenario, server, bare, 0);
    nanosBetween = (double) TimeUnit.SECONDS.toNanos(1) / scenario.rate();
  }

  @Override
  void begin(Recorder notes) {
    start += notes.start() - lastSelect;
  }

  /** Never sleeps, because the next message may be due in a few microseconds. */
  @Override
  int select(Selector ready) throws IOException {
    lastSelect = System.nanoTime();
    long due = (long) ((lastSelect - start) / nanosBetween);
    for (; sent <= due; sent++) {
      connections[(int) (sent % connections.length)].send(1, lastSelect);
    }
    return ready.selectNow(this::onReady);
  }

  @Override
  void onMessages(Connection connection, int completed, long now, Recorder notes) {
    for (long i = connection.received() - completed; i < connection.received(); i++) {
      long number = i * connections.length + connection.index();
      notes.latency(now - start - (long) (number * nanosBetween));
    }
  }
}
