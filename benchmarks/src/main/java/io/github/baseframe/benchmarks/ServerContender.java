package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** A server in a process of its own and the load on it. */
final class ServerContender implements Contender {

  private static final double MICROS = 1e3;
  private static final double SECONDS = 1e9;

  private final ServerProcess server;
  private final Load load;

  private ServerContender(ServerProcess server, Load load) {
    this.server = server;
    this.load = load;
  }

  /** Starts a server, opens the connections of a scenario and keeps it busy for the warm-up. */
  static ServerContender start(Entrant<Peer> entrant, Scenario scenario, Conditions conditions)
      throws IOException {
    ServerProcess server = startServer(entrant, scenario, conditions.cores());
    try {
      Load load = Load.open(scenario, server.address(), entrant.kind().bare());
      ServerContender contender = new ServerContender(server, load);
      contender.warmUp(conditions.warmUp());
      return contender;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  static ServerProcess startServer(Entrant<Peer> entrant, Scenario scenario, Cores cores)
      throws IOException {
    ServerOptions options =
        new ServerOptions(
            entrant.kind().threads(),
            scenario.payloadBytes(),
            scenario.shape() == Shape.FAN_OUT,
            scenario.shape() == Shape.COMPRESSED_ECHO,
            scenario.shape() == Shape.SECURE_ECHO);
    return ServerProcess.start(entrant, options, cores.pinMeasured(options.threads()));
  }

  @Override
  public MeasuredProcess process() {
    return server.process();
  }

  @Override
  public void warmUp(Duration length) throws IOException {
    load.run(length.toNanos());
  }

  @Override
  public Map<Metric, Double> measure(Duration length, Supplier<Duration> cpuTime)
      throws IOException {
    Duration cpuBefore = cpuTime.get();
    LoadResult result = load.run(length.toNanos());
    return figures(result, cpuTime.get().minus(cpuBefore));
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

  /** Ends the server; its connections end with it. */
  @Override
  public void close() {
    server.close();
    try {
      load.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
