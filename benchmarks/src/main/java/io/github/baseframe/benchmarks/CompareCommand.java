package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import io.github.baseframe.benchmarks.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: the same load on one server after the other, in interleaved rounds. */
@Command(
    name = "compare",
    description = "Measures servers side by side, each in a process of its own",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

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
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often; medians are reported (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as well")
  private Path json;

  @Mixin private RunOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    Measurement measurement = options.measurement();
    Comparison comparison = new Comparison();
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : scenarios) {
        for (Peer server : servers) {
          progress.printf("round %d, %s, %s%n", round, scenario.name(), server);
          try {
            comparison.add(round, scenario, server, measurement.run(server, scenario));
          } catch (IOException e) {
            progress.printf("%s failed in %s: %s%n", server, scenario.name(), e.getMessage());
            comparison.addFailure(round, scenario, server, e.getMessage());
          }
        }
      }
    }
    Environment environment =
        Environment.of(
            Cores.COUNT,
            measurement.cores().pinned(),
            rounds,
            seconds(measurement.length()),
            seconds(measurement.warmUp()));
    out.print(TextReport.of(environment, comparison));
    out.flush();
    if (json != null) {
      comparison.writeJson(environment, json);
    }
    return comparison.hasFailures() ? 1 : 0;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
