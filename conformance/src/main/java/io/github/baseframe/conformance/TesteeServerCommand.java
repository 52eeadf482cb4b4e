package io.github.baseframe.conformance;

import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.conformance.testee.TesteeServer;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "testee-server",
    description = "Baseframe's server as the subject of a fuzzing client: echoes at /.")
final class TesteeServerCommand implements Callable<Integer> {

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9002",
      description = "Port to listen on, 0 for any that is free (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      WebSocketServer server = TesteeServer.start(host, port);
      BooleanSupplier stop =
          () -> {
            server.close();
            return true;
          };
      return Listening.untilToldToEnd(spec.commandLine().getOut(), host, server.port(), stop);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--port: " + e.getMessage(), e);
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(Words.oneLine(host + ":" + port + ": " + Failures.describe(e)));
      return ExitCode.SOFTWARE;
    }
  }
}
