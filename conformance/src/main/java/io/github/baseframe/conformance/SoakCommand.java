package io.github.baseframe.conformance;

import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.conformance.soak.Sample;
import io.github.baseframe.conformance.soak.Soak;
import io.github.baseframe.conformance.soak.SoakServer;
import io.github.baseframe.conformance.soak.SoakSettings;
import io.github.baseframe.conformance.soak.SoakVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "soak",
    description =
        "Good clients that check every echo, beside bad ones, for a long time with Baseframe's"
            + " server. Exits with 1 if a message is lost, out of order, doubled or damaged, a"
            + " connection breaks, or memory or descriptors of the server grow.")
final class SoakCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long, decimals allowed (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Good clients at a time (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--churn",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "How many of them are replaced each minute (default: ${DEFAULT-VALUE})")
  private double churn;

  @Option(
      names = "--hostile",
      paramLabel = "PERCENT",
      defaultValue = "5",
      description = "Bad clients, of the number of the good ones (default: ${DEFAULT-VALUE})")
  private double hostile;

  @Option(
      names = "--message-interval",
      paramLabel = "MILLIS",
      defaultValue = "2000",
      description = "Between two messages of a good client (default: ${DEFAULT-VALUE})")
  private int messageIntervalMillis;

  @Option(
      names = "--sample-interval",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "Between two looks at the server, each of which costs it full collections (default:"
              + " ${DEFAULT-VALUE})")
  private int sampleIntervalSeconds;

  @Option(
      names = "--jvm-options",
      split = ",",
      paramLabel = "OPTION",
      defaultValue = "-Xmx256m",
      description = "For the server's JVM (default: ${DEFAULT-VALUE})")
  private List<String> jvmOptions;

  @Option(
      names = "--in-process",
      description = "Have the server in this process, not in one of its own")
  private boolean inProcess;

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SoakSettings settings = settings();
    PrintWriter out = spec.commandLine().getOut();
    try (SoakServer server = server()) {
      out.println(Sample.HEAD);
      out.flush();
      SoakVerdict verdict =
          new Soak(settings, server)
              .run(
                  sample -> {
                    out.println(sample.row());
                    out.flush();
                  });
      verdict.complaints().forEach(out::println);
      out.println(verdict.isGood() ? "PASSED" : "FAILED");
      return verdict.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      spec.commandLine().getErr().println(Words.oneLine("soak: " + Failures.describe(e)));
      return ExitCode.SOFTWARE;
    }
  }

  private SoakSettings settings() {
    if (minutes <= 0
        || connections < 1
        || churn < 0
        || hostile < 0
        || messageIntervalMillis < 1
        || sampleIntervalSeconds < 1) {
      throw new ParameterException(spec.commandLine(), "a number is too small");
    }
    return new SoakSettings(
        Duration.ofMillis(Math.round(minutes * Duration.ofMinutes(1).toMillis())),
        connections,
        churn,
        hostile,
        Duration.ofMillis(messageIntervalMillis),
        Duration.ofSeconds(sampleIntervalSeconds));
  }

  private SoakServer server() throws IOException {
    return inProcess
        ? SoakServer.inProcess()
        : SoakServer.inChild(
            jvmOptions, List.of(ConformanceMain.class.getName(), SoakServerCommand.NAME));
  }
}
