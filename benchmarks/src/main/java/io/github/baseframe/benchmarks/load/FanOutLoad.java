package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The first connection sends, all receive. The next message goes out when one has come to all, so
 * none is further behind than there are messages in flight.
 */
final class FanOutLoad extends SelectingLoad {

  /** How many got each of the messages in flight. */
  private final int[] deliveries;

  private boolean started;

  FanOutLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    super(scenario, server, bare, scenario.inFlight());
    deliveries = new int[scenario.inFlight()];
  }

  @Override
  void begin(Recorder notes) throws IOException {
    if (!started) {
      started = true;
      connections[0].send(scenario.inFlight(), notes.start());
    }
  }

  @Override
  void onMessages(Connection connection, int completed, long now, Recorder notes)
      throws IOException {
    long received = connection.received();
    int complete = 0;
    for (long i = received - completed; i < received; i++) {
      notes.latency(now - connections[0].sentAt(i));
      int slot = (int) (i % deliveries.length);
      if (++deliveries[slot] == connections.length) {
        deliveries[slot] = 0;
        complete++;
      }
    }
    if (complete > 0) {
      connections[0].send(complete, now);
    }
  }
}
