package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures one server in one scenario: a fresh process, warm-up, then the run that counts.
 *
 * @param warmUp before anything counts
 * @param length of the run that counts
 * @param cores who runs where
 * @param details where flame graphs and class histograms go; null if none are wanted, as the
 *     profiler costs time
 */
record Measurement(Duration warmUp, Duration length, Cores cores, Path details) {

  private static final double MICROS = 1e3;
  private static final double SECONDS = 1e9;

  /** So that classes are loaded and pools filled before the heap is measured. */
  private static final int CONNECTIONS_BEFORE_IDLE = 200;

  /** Measures, or throws if the server does not do what it should. */
  Map<Metric, Double> run(Peer peer, Scenario scenario) throws IOException {
    ServerOptions options =
        new ServerOptions(
            peer.threads(),
            scenario.payloadBytes(),
            scenario.shape() == Shape.FAN_OUT,
            scenario.shape() == Shape.COMPRESSED_ECHO);
    try (ServerProcess server = ServerProcess.start(peer, options, cores)) {
      Map<Metric, Double> figures =
          scenario.shape() == Shape.IDLE
              ? memory(server, peer, scenario)
              : speed(server, peer, scenario);
      server.residentBytes().ifPresent(bytes -> figures.put(Metric.RSS, (double) bytes));
      server.mostResidentBytes().ifPresent(bytes -> figures.put(Metric.MOST_RSS, (double) bytes));
      return figures;
    }
  }

  private Map<Metric, Double> speed(ServerProcess server, Peer peer, Scenario scenario)
      throws IOException {
    try (Load load = Load.open(scenario, server.address(), peer.bare())) {
      load.run(warmUp.toNanos());
      if (details != null) {
        server.startProfile();
      }
      Duration cpuBefore = server.cpuTime();
      LoadResult result = load.run(length.toNanos());
      Map<Metric, Double> figures = figures(result, server.cpuTime().minus(cpuBefore));
      if (details != null) {
        server.writeFlameGraph(detailsFile(scenario, peer, "html"));
      }
      return figures;
    }
  }

  private Path detailsFile(Scenario scenario, Peer peer, String kind) {
    return details.resolve(scenario.name() + "-" + peer + "." + kind).toAbsolutePath();
  }

  private static Map<Metric, Double> figures(LoadResult result, Duration serverCpu)
      throws IOException {
    if (result.messages() == 0) {
      throw new IOException("not one message came back");
    }
    double nanos = result.nanos();
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.RATE, result.messages() / (nanos / SECONDS));
    figures.put(Metric.CPU, serverCpu.toNanos() / MICROS / result.messages());
    figures.put(Metric.P50, result.latencies().getValueAtPercentile(50) / MICROS);
    figures.put(Metric.P99, result.latencies().getValueAtPercentile(99) / MICROS);
    figures.put(Metric.P999, result.latencies().getValueAtPercentile(99.9) / MICROS);
    figures.put(
        Metric.UNFAIRNESS,
        (double) result.mostOfConnection() / Math.max(1, result.leastOfConnection()));
    figures.put(Metric.SERVER_BUSY, serverCpu.toNanos() / nanos);
    figures.put(Metric.GENERATOR_BUSY, result.generatorCpuNanos() / nanos);
    return figures;
  }

  /** What an idle connection keeps: the live heap with all of them, less that without. */
  private Map<Metric, Double> memory(ServerProcess server, Peer peer, Scenario scenario)
      throws IOException {
    Scenario few =
        Scenario.echo(
            "warm-up", "", scenario.text(), scenario.payloadBytes(), CONNECTIONS_BEFORE_IDLE, 1);
    try (Load load = Load.open(few, server.address(), peer.bare())) {
      load.run(warmUp.toNanos());
    }
    double before = server.liveHeap();
    try (Load load = Load.open(scenario, server.address(), peer.bare())) {
      LoadResult result = load.run(Duration.ofMinutes(1).toNanos());
      if (result.messages() < scenario.connections()) {
        throw new IOException("only " + result.messages() + " connections were answered");
      }
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      double perConnection = (server.liveHeap() - before) / scenario.connections();
      figures.put(Metric.HEAP_PER_CONNECTION, perConnection);
      if (details != null) {
        server.writeHistogram(detailsFile(scenario, peer, "txt"));
      }
      return figures;
    }
  }
}
