package io.github.baseframe.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Open connections to a server, and what is sent on them. For one thread. */
public interface Load extends Closeable {

  /**
   * Opens the connections of a scenario.
   *
   * @param scenario what to do
   * @param server to whom
   * @param bare whether the server speaks no WebSocket and just returns bytes
   * @return the load, at rest
   * @throws IOException if a connection cannot be opened
   */
  static Load open(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    return switch (scenario.shape()) {
      case ECHO, COMPRESSED_ECHO, SECURE_ECHO -> new EchoLoad(scenario, server, bare);
      case OPEN_LOOP -> new OpenLoopLoad(scenario, server, bare);
      case FAN_OUT -> new FanOutLoad(scenario, server, bare);
      case CONNECT -> new ConnectLoad(scenario, server, bare);
      case IDLE -> new IdleLoad(scenario, server, bare);
    };
  }

  /**
   * Keeps the server busy. May be called again and again; what is in flight at the end of one call
   * is answered in the next.
   *
   * @param nanos for how long
   * @return what happened in that time
   * @throws IOException if the server answers with anything else than it should, or not at all
   */
  LoadResult run(long nanos) throws IOException;

  @Override
  void close() throws IOException;
}
