package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Has a client send messages to an echo server, the same way for each library. For one thread. */
public interface Driver extends Closeable {

  /** How long the server may take for anything. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Makes a client ready and opens the connections of a scenario.
   *
   * @param client which library
   * @param server where the echo is, a {@code ws:} URI
   * @param scenario what to do: {@link Shape#CONNECT}, or else an echo
   * @return the driver, at rest
   * @throws IOException if a connection cannot be opened
   */
  static Driver open(Client client, URI server, Scenario scenario) throws IOException {
    return scenario.shape() == Shape.CONNECT
        ? new VisitDriver(client.library(), server, scenario)
        : new EchoDriver(client.library(), server, scenario);
  }

  /**
   * Keeps the client busy, and waits until all that it sent has come back: before and after a run
   * nothing is in flight. May be called again and again.
   *
   * @param nanos for how long it sends; of each connection at least one message
   * @return what happened
   * @throws IOException if what comes back is not as long as it should be, or nothing comes
   */
  DriverResult run(long nanos) throws IOException;

  /** Closes the connections that are open, and waits for that. */
  @Override
  void close() throws IOException;
}
