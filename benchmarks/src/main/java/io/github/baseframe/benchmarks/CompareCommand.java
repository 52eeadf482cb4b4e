package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Subject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private CompareOptions options;

  @Override
  public Integer call() throws IOException {
    List<Entrant<Peer>> entrants = options.entrants(servers, Peer.BASEFRAME);
    return options.compare(
        new ServerBench(options.conditions()), entrants, scenarios, new Comparison(Subject.SERVER));
  }
}
