package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Measures servers; this process is the load. */
final class ServerBench extends Bench<Peer> {

  /** So that classes are loaded and pools filled before the heap is measured. */
  private static final int CONNECTIONS_BEFORE_IDLE = 200;

  ServerBench(Conditions conditions) {
    super(conditions);
  }

  @Override
  Contender start(Entrant<Peer> entrant, Scenario scenario) throws IOException {
    return ServerContender.start(entrant, scenario, conditions);
  }

  @Override
  Map<Metric, Double> memory(Entrant<Peer> entrant, Scenario scenario) throws IOException {
    try (ServerProcess server =
        ServerContender.startServer(entrant, scenario, conditions.cores())) {
      return withResidentMemory(memory(server, entrant, scenario), server.process());
    }
  }

  private Map<Metric, Double> memory(ServerProcess server, Entrant<Peer> entrant, Scenario scenario)
      throws IOException {
    boolean bare = entrant.kind().bare();
    Scenario few =
        Scenario.echo(
            "warm-up", "", scenario.text(), scenario.payloadBytes(), CONNECTIONS_BEFORE_IDLE, 1);
    try (Load load = Load.open(few, server.address(), bare)) {
      load.run(conditions.warmUp().toNanos());
    }
    double before = server.process().liveHeap();
    try (Load load = Load.open(scenario, server.address(), bare)) {
      LoadResult result = load.run(Duration.ofMinutes(1).toNanos());
      if (result.messages() < scenario.connections()) {
        throw new IOException("only " + result.messages() + " connections were answered");
      }
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      double perConnection = (server.process().liveHeap() - before) / scenario.connections();
      figures.put(Metric.HEAP_PER_CONNECTION, perConnection);
      writeHistogram(server.process(), entrant, scenario);
      return figures;
    }
  }
}
