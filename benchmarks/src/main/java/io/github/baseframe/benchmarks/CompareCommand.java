package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import io.github.baseframe.benchmarks.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code compare}: the same load on one server after the other, in interleaved rounds. */
@Command(
    name = "compare",
    description = "Measures servers side by side, each in a process of its own",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  /** In less, too few messages come back for a median. */
  private static final int LEAST_SLICE_MILLIS = 10;

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      defaultValue =
          "baseframe,netty-nio,netty-epoll,jetty,undertow,tomcat,java-websocket,bare-nio",
      description = "What to measure (default: ${DEFAULT-VALUE}; there is baseframe-2-loops too)")
  private List<Peer> servers;

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description =
          "How to measure (default: all of 64b-1,64b-16,1k-binary,1k-text,64k,1m,"
              + "deflate-json,connect,fan-out,idle,one-percent,open-loop)")
  private List<Scenario> scenarios = Scenario.ALL;

  @Option(
      names = "--slice",
      paramLabel = "MILLIS",
      description =
          "Let all servers of a scenario run, and measure them in turn, so long each, until each"
              + " has had its seconds: tells smaller differences where other work uses the machine")
  private Integer sliceMillis;

  @Mixin private RunOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (sliceMillis != null && (sliceMillis < LEAST_SLICE_MILLIS || options.wantsDetails())) {
      throw new ParameterException(
          spec.commandLine(),
          "--slice takes " + LEAST_SLICE_MILLIS + " ms or more, and goes without --details");
    }
    int rounds = options.rounds();
    PrintWriter out = spec.commandLine().getOut();
    Measurement measurement = options.measurement();
    Comparison comparison = new Comparison();
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : scenarios) {
        if (sliceMillis == null || scenario.shape() == Scenario.Shape.IDLE) {
          oneAfterTheOther(measurement, round, scenario, comparison);
        } else {
          inTurn(measurement, round, scenario, comparison);
        }
      }
    }
    Environment environment =
        measurement.environment(rounds * slices(measurement), slice(measurement));
    out.print(TextReport.of(environment, comparison));
    out.flush();
    options.writeJson(comparison, environment);
    comparison.failures().forEach(failure -> progress("%s", failure));
    return comparison.failures().isEmpty() ? 0 : 1;
  }

  private void oneAfterTheOther(
      Measurement measurement, int round, Scenario scenario, Comparison comparison) {
    for (Peer server : servers) {
      progress("round %d, %s, %s", round, scenario.name(), server);
      try {
        comparison.add(round, scenario, server, measurement.run(server, scenario));
      } catch (IOException e) {
        comparison.addFailure(round, scenario, server, e.getMessage());
      }
    }
  }

  private void inTurn(
      Measurement measurement, int round, Scenario scenario, Comparison comparison) {
    progress("round %d, %s, %d servers in turn", round, scenario.name(), servers.size());
    int firstSlice = (round - 1) * slices(measurement) + 1;
    measurement.inTurn(
        servers, scenario, slices(measurement), slice(measurement), comparison, firstSlice);
  }

  private Duration slice(Measurement measurement) {
    return sliceMillis == null ? measurement.length() : Duration.ofMillis(sliceMillis);
  }

  private int slices(Measurement measurement) {
    return Math.toIntExact(Math.max(1, measurement.length().dividedBy(slice(measurement))));
  }

  private void progress(String format, Object... values) {
    spec.commandLine().getErr().printf(format + "%n", values);
  }
}
