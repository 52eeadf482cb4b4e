package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A closed loop: each talking connection keeps its number of messages in flight, a new one for each
 * that came back.
 */
class EchoLoad extends SelectingLoad {

  private boolean started;

  EchoLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    super(scenario, server, bare, scenario.inFlight());
  }

  @Override
  void begin(Recorder notes) throws IOException {
    if (!started) {
      started = true;
      for (int i = 0; i < scenario.talking(); i++) {
        connections[i].send(scenario.inFlight(), notes.start());
      }
    }
  }

  @Override
  void onMessages(Connection connection, int completed, long now, Recorder notes)
      throws IOException {
    for (long i = connection.received() - completed; i < connection.received(); i++) {
      notes.latency(now - connection.sentAt(i));
    }
    answer(connection, completed, now);
  }

  /** What follows on messages that came back. */
  void answer(Connection connection, int completed, long now) throws IOException {
    connection.send(completed, now);
  }
}
