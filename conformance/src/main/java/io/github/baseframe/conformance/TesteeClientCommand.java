package io.github.baseframe.conformance;

import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.conformance.testee.TesteeClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "testee-client",
    description = "Drives Baseframe's client through all cases of a fuzzing server.")
final class TesteeClientCommand implements Callable<Integer> {

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Address of the fuzzing server, such as ws://127.0.0.1:9001")
  private String url;

  @Option(
      names = "--agent",
      required = true,
      paramLabel = "NAME",
      description = "Name that the reports show")
  private String agent;

  @Option(
      names = "--handshake-timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "How long an opening handshake may take, 1 to 86400; a fuzzing server may write its"
              + " reports meanwhile (default: ${DEFAULT-VALUE})")
  private int handshakeTimeoutSeconds;

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TesteeClient client = client();
    try {
      runAll(client, out);
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--url: " + e.getMessage(), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println(Words.oneLine(url + ": " + Failures.describe(e)));
      return ExitCode.SOFTWARE;
    }
  }

  private TesteeClient client() {
    try {
      return new TesteeClient(url, agent, Duration.ofSeconds(handshakeTimeoutSeconds));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--handshake-timeout: " + e.getMessage(), e);
    }
  }

  private void runAll(TesteeClient client, PrintWriter out) throws IOException {
    int count = client.caseCount();
    for (int number = 1; number <= count; number++) {
      showProgress(out, number, count);
      client.runCase(number);
    }
    client.updateReports();
    out.println("ran " + count + " cases as " + agent);
  }

  /** Writes over the line before, which makes sense on a terminal only. */
  private static void showProgress(PrintWriter out, int number, int count) {
    if (System.console() != null) {
      out.print("case " + number + " of " + count + '\r');
      out.flush();
    }
  }
}
