package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/** One message on each connection, so that each has been in use; after that it is silent. */
final class IdleLoad extends EchoLoad {

  private int answered;

  IdleLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    super(scenario, server, bare);
  }

  @Override
  void answer(Connection connection, int completed, long now) {
    answered += completed;
  }

  @Override
  boolean isDone() {
    return answered == scenario.connections();
  }
}
