package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.fuzzing.CaseSelection;
import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.conformance.fuzzing.FuzzingRun;
import io.github.baseframe.conformance.fuzzing.SpecFile;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.conformance.report.Report;
import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.protocol.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "fuzzing-client",
    description = "Tests servers that echo.",
    footer =
        "%nExits with 0 if nothing is worse than expected, with 1 if something is or a server cannot"
            + " be reached, with 2 if it is used wrongly.")
final class FuzzingClientCommand implements Callable<Integer> {

  private static final int MAX_AT_A_TIME = 256;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the server echoes, such as ws://127.0.0.1:8080/echo; or wss")
  private String url;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "For wss: trust the certificates in this PEM file (default: those that Java trusts);"
              + " they have to be for the host of the URL anyway")
  private Path trust;

  @Option(names = "--agent", paramLabel = "NAME", description = "Name that the reports show")
  private String agent;

  @Mixin private CaseOptions options;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description =
          "What the server has to reach at least: lines such as '6.4.1 NON-STRICT', with the close"
              + " behind it where that matters, or the index.json of an earlier report (default: all"
              + " OK)")
  private Path expect;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many cases run at a time (default: ${DEFAULT-VALUE})")
  private int parallel;

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws BadInput, InterruptedException {
    if (parallel < 1 || parallel > MAX_AT_A_TIME) {
      throw wrongUse("--parallel: a number from 1 to " + MAX_AT_A_TIME + " is expected");
    }
    Map<SpecFile.Server, FuzzingClient> clients = clients();
    CaseSelection selection = options.selection(Role.SERVER, List.of("*"));
    Expectations expectations = CaseOptions.expectations(expect);
    Path directory = options.reportDirectory();
    Map<String, List<CaseResult>> results = new LinkedHashMap<>();
    boolean good = true;
    for (Map.Entry<SpecFile.Server, FuzzingClient> each : clients.entrySet()) {
      String name = each.getKey().agent();
      try {
        List<ConformanceCase> cases = selection.casesFor(name);
        results.put(name, List.of());
        good &= cases.isEmpty() || test(name, each.getValue(), cases, expectations, results);
      } catch (IOException e) {
        complain(each.getKey().url() + ": " + Failures.describe(e));
        good = false;
      }
    }
    good &= directory == null || write(new Report(results, expectations), directory);
    return good ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Whom to test, and by whom; all are looked at before the first is tested. */
  private Map<SpecFile.Server, FuzzingClient> clients() throws BadInput {
    SpecFile file = options.spec();
    if ((url == null) != (agent == null)) {
      throw wrongUse("--url and --agent are needed, or neither of them and --spec");
    }
    if (url == null && (file == null || file.servers().isEmpty())) {
      throw wrongUse(
          file == null ? "--url or --spec is needed" : "--spec: servers is missing or empty");
    }
    List<SpecFile.Server> servers =
        url == null ? file.servers() : List.of(new SpecFile.Server(agent, url));
    SSLContext context = trust == null ? null : TrustFile.context(trust);
    Map<SpecFile.Server, FuzzingClient> clients = new LinkedHashMap<>();
    for (SpecFile.Server each : servers) {
      try {
        clients.put(each, new FuzzingClient(each.url(), context));
      } catch (IllegalArgumentException e) {
        String where = url == null ? "--spec: servers, url: " : "--url: ";
        throw new BadInput(where + e.getMessage(), e);
      }
    }
    return clients;
  }

  private boolean test(
      String name,
      FuzzingClient client,
      List<ConformanceCase> cases,
      Expectations expectations,
      Map<String, List<CaseResult>> results)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(out, System.console() != null, name, cases.size());
    List<CaseResult> verdicts = new FuzzingRun(client, progress::add).run(cases, parallel);
    results.put(name, verdicts);
    return progress.finish(verdicts, expectations);
  }

  private boolean write(Report report, Path directory) {
    try {
      report.write(directory);
      spec.commandLine().getOut().println("report: " + directory.resolve(Report.INDEX));
      return true;
    } catch (IOException e) {
      complain(directory + " cannot be written: " + Failures.describe(e));
      return false;
    }
  }

  private void complain(String line) {
    spec.commandLine().getErr().println(Words.oneLine(line));
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
