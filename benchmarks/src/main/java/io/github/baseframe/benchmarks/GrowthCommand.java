package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.GrowthPlot;
import io.github.baseframe.benchmarks.report.Metric;
import io.github.baseframe.benchmarks.report.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code growth}: how rate, latency and CPU time change with size and number. */
@Command(
    name = "growth",
    description = {
      "Plots rate, latency and CPU time against connections, message size and fan-out,",
      "of the round in which a message cost least"
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {

  /** What grows, and the scenario that belongs to each value. */
  private enum Axis {
    CONNECTIONS(
        "connections",
        IntStream.of(1, 10, 100, 1_000, 10_000),
        n -> Scenario.echo("connections-" + n, "64 B, 1 in flight", false, 64, n, 1)),
    MESSAGE_BYTES(
        "message-bytes",
        IntStream.iterate(16, n -> n <= 16 << 20, n -> 4 * n),
        n -> Scenario.echo("bytes-" + n, "4 connections, 1 in flight", false, n, 4, 1)),
    FAN_OUT(
        "fan-out", IntStream.of(10, 100, 1_000, 10_000), n -> Scenario.fanOut("fan-out-" + n, n));

    private final String fileName;
    private final List<Integer> values;
    private final IntFunction<Scenario> scenario;

    Axis(String fileName, IntStream values, IntFunction<Scenario> scenario) {
      this.fileName = fileName;
      this.values = values.boxed().toList();
      this.scenario = scenario;
    }
  }

  private static final List<Metric> PLOTTED = List.of(Metric.RATE, Metric.P99, Metric.CPU);

  @Option(
      names = "--server",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "baseframe",
      description = "Which servers, a line each (default: ${DEFAULT-VALUE})")
  private List<Peer> servers;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "growth",
      description = "Where the plots are written (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "16777216",
      description = "Leave out what is larger (default: ${DEFAULT-VALUE})")
  private int most;

  @Mixin private RunOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ServerBench bench = new ServerBench(options.conditions());
    Files.createDirectories(out);
    Comparison comparison = new Comparison(Subject.SERVER);
    for (Axis axis : Axis.values()) {
      List<Integer> values = axis.values.stream().filter(value -> value <= most).toList();
      if (!values.isEmpty()) {
        measure(bench, axis, values, comparison);
        plot(axis, values, comparison);
      }
    }
    options.writeJson(
        comparison, bench.conditions.environment(options.rounds(), bench.conditions.length()));
    return 0;
  }

  /** Servers take turns at each value, so that what else the machine does is much the same. */
  private void measure(ServerBench bench, Axis axis, List<Integer> values, Comparison comparison)
      throws IOException {
    for (int round = 1; round <= options.rounds(); round++) {
      for (int value : values) {
        Scenario scenario = axis.scenario.apply(value);
        for (Peer server : servers) {
          spec.commandLine()
              .getErr()
              .printf("round %d, %s %,d, %s%n", round, axis.fileName, value, server);
          comparison.add(
              round, scenario, server.toString(), bench.run(Entrant.of(server), scenario));
        }
      }
    }
  }

  private void plot(Axis axis, List<Integer> values, Comparison comparison) throws IOException {
    List<GrowthPlot> plots =
        PLOTTED.stream().map(metric -> new GrowthPlot(axis.fileName, metric)).toList();
    for (Peer server : servers) {
      for (int value : values) {
        Map<Metric, Double> figures =
            comparison.cheapestRound(axis.scenario.apply(value), server.toString());
        plots.forEach(plot -> plot.add(server.toString(), value, figures));
      }
    }
    for (GrowthPlot plot : plots) {
      spec.commandLine().getOut().println(plot.write(out));
    }
  }
}
