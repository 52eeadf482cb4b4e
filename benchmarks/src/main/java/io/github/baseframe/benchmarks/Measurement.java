package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures servers in a scenario: a fresh process, warm-up, then the run that counts.
 *
 * @param warmUp before anything counts
 * @param length of the run that counts
 * @param cores who runs where
 * @param details where flame graphs and class histograms go; null if none are wanted, as the
 *     profiler costs time
 */
record Measurement(Duration warmUp, Duration length, Cores cores, Path details) {

  /** Answers to what was in flight when another server's turn began do not count. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  /** So that classes are loaded and pools filled before the heap is measured. */
  private static final int CONNECTIONS_BEFORE_IDLE = 200;

  /** Tells where and how was measured that often, so long each. */
  Environment environment(int rounds, Duration eachLength) {
    return Environment.of(
        Cores.COUNT, cores.pinned(), rounds, seconds(eachLength), seconds(warmUp));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** Measures one server alone, or throws if it does not do what it should. */
  Map<Metric, Double> run(Peer peer, Scenario scenario) throws IOException {
    return scenario.shape() == Shape.IDLE ? memory(peer, scenario) : speed(peer, scenario);
  }

  private Map<Metric, Double> speed(Peer peer, Scenario scenario) throws IOException {
    try (Contender contender = Contender.start(peer, scenario, cores, warmUp)) {
      ServerProcess server = contender.server;
      if (details != null) {
        server.startProfile();
      }
      Map<Metric, Double> figures = contender.measure(length, server::cpuTime);
      if (details != null) {
        server.writeFlameGraph(detailsFile(scenario, peer, "html"));
      }
      return withResidentMemory(figures, server);
    }
  }

  private static Map<Metric, Double> withResidentMemory(
      Map<Metric, Double> figures, ServerProcess server) throws IOException {
    server.residentBytes().ifPresent(bytes -> figures.put(Metric.RSS, (double) bytes));
    server.mostResidentBytes().ifPresent(bytes -> figures.put(Metric.MOST_RSS, (double) bytes));
    return figures;
  }

  /**
   * Measures servers in turn, a slice of time each, again and again: all of them run, and one at a
   * time is under load. What else uses the machine changes from second to second, and so is the
   * same for all of them.
   *
   * @param peers each but once
   * @param scenario anything but idle connections
   * @param slices how many turns each has
   * @param slice how long a turn is
   * @param comparison gets each slice as a round of its own
   * @param firstRound the number of the first one
   */
  void inTurn(
      List<Peer> peers,
      Scenario scenario,
      int slices,
      Duration slice,
      Comparison comparison,
      int firstRound) {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Peer peer : peers) {
        start(peer, scenario, comparison, firstRound).ifPresent(contenders::add);
      }
      for (int i = 0; i < slices; i++) {
        int round = firstRound + i;
        contenders.removeIf(each -> !measure(each, scenario, slice, comparison, round));
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** Says whether it went well. */
  private static boolean measure(
      Contender contender, Scenario scenario, Duration slice, Comparison comparison, int round) {
    ServerProcess server = contender.server;
    try {
      contender.warmUp(SETTLING);
      Map<Metric, Double> figures = contender.measure(slice, server::cpuTimeOfThreads);
      comparison.add(round, scenario, contender.peer, withResidentMemory(figures, server));
      return true;
    } catch (IOException e) {
      comparison.addFailure(round, scenario, contender.peer, e.getMessage());
      contender.close();
      return false;
    }
  }

  private Optional<Contender> start(
      Peer peer, Scenario scenario, Comparison comparison, int round) {
    try {
      return Optional.of(Contender.start(peer, scenario, cores, warmUp));
    } catch (IOException e) {
      comparison.addFailure(round, scenario, peer, e.getMessage());
      return Optional.empty();
    }
  }

  private Path detailsFile(Scenario scenario, Peer peer, String kind) {
    return details.resolve(scenario.name() + "-" + peer + "." + kind).toAbsolutePath();
  }

  /** What an idle connection keeps: the live heap with all of them, less that without. */
  private Map<Metric, Double> memory(Peer peer, Scenario scenario) throws IOException {
    try (ServerProcess server =
        ServerProcess.start(peer, Contender.optionsFor(peer, scenario), cores)) {
      return withResidentMemory(memory(server, peer, scenario), server);
    }
  }

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
