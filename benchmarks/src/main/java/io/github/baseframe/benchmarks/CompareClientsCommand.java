package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.clients.Client;
import io.github.baseframe.benchmarks.clients.ClientScenarios;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Subject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare-clients}: one client after the other sends the same to the same server. */
@Command(
    name = "compare-clients",
    description = "Measures clients side by side, each in a process of its own",
    mixinStandardHelpOptions = true)
final class CompareClientsCommand implements Callable<Integer> {

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "NAME",
      description = "What to measure (default: all that there are)")
  private List<Client> clients = Client.offered();

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      converter = ScenarioName.class,
      description =
          "How to measure (default: all of 64b-1x1,64b-1x64,64b-100x1,1k-binary,1k-text,64k,1m,"
              + "connect,idle)")
  private List<Scenario> scenarios = ClientScenarios.ALL;

  @Mixin private CompareOptions options;

  @Override
  public Integer call() throws IOException {
    List<Entrant<Client>> entrants = options.entrants(clients, Client.BASEFRAME);
    try (ClientBench bench = new ClientBench(options.conditions())) {
      return options.compare(bench, entrants, scenarios, new Comparison(Subject.CLIENT));
    }
  }

  /** Names mean other scenarios here than where servers are compared. */
  static final class ScenarioName implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String name) throws Exception {
      return BenchmarksMain.named(ClientScenarios::named).convert(name);
    }
  }
}
