package io.github.baseframe.conformance;

import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.fuzzing.CaseSelection;
import io.github.baseframe.conformance.fuzzing.FuzzingServer;
import io.github.baseframe.conformance.fuzzing.SpecFile;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.conformance.report.Report;
import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "fuzzing-server",
    description = "Tests clients that echo, until it is told to end (SIGTERM, SIGINT).",
    footer =
        "%nWhat clients ask for is what they ask of the Autobahn test suite: /getCaseCount, /runCase"
            + " and so on. http://HOST:PORT/ shows the report.")
final class FuzzingServerCommand implements Callable<Integer> {

  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 9001;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: " + DEFAULT_HOST + ")")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for any that is free (default: " + DEFAULT_PORT + ")")
  private Integer port;

  @Mixin private CaseOptions options;

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private final AtomicReference<FuzzingServer> started = new AtomicReference<>();
  private Path directory;

  @Override
  public Integer call() throws BadInput {
    InetSocketAddress address = address();
    CaseSelection selection = options.selection(Role.CLIENT, CaseOptions.ORIGINAL);
    directory = options.reportDirectory();
    if (address.isUnresolved()) {
      throw new BadInput(address.getHostString() + ": unknown host");
    }
    try (FuzzingServer server = FuzzingServer.start(address, selection, this::update)) {
      started.set(server);
      return Listening.untilToldToEnd(
          spec.commandLine().getOut(), address.getHostString(), server.port(), this::write);
    } catch (IOException e) {
      complain(address.getHostString() + ":" + address.getPort() + ": " + Failures.describe(e));
      return ExitCode.SOFTWARE;
    }
  }

  private InetSocketAddress address() throws BadInput {
    SpecFile file = options.spec();
    String listenHost = DEFAULT_HOST;
    int listenPort = DEFAULT_PORT;
    if (file != null && file.url() != null) {
      try {
        WebSocketUri uri = WebSocketUri.parse(file.url());
        if (uri.secure()) {
          throw new IllegalArgumentException("TLS is not supported: " + uri);
        }
        listenHost = uri.host();
        listenPort = uri.port();
      } catch (IllegalArgumentException e) {
        throw new BadInput("--spec: url: " + e.getMessage(), e);
      }
    }
    try {
      return new InetSocketAddress(
          host == null ? listenHost : host, port == null ? listenPort : port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--port: " + e.getMessage(), e);
    }
  }

  private void update(String agent) {
    List<CaseResult> verdicts = started.get().results().getOrDefault(agent, List.of());
    String summary = verdicts.isEmpty() ? "" : ": " + Progress.summary(verdicts);
    tell(Words.oneLine(agent) + ": " + verdicts.size() + " cases" + summary);
    write();
  }

  /** Writes the report if there is to be one; returns whether all went well. */
  private synchronized boolean write() {
    try {
      if (directory != null) {
        new Report(started.get().results(), Expectations.ALL_OK).write(directory);
      }
      return true;
    } catch (IOException e) {
      complain(directory + " cannot be written: " + Failures.describe(e));
      return false;
    }
  }

  private void tell(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void complain(String line) {
    spec.commandLine().getErr().println(Words.oneLine(line));
    spec.commandLine().getErr().flush();
  }
}
