package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.clients.Client;
import io.github.baseframe.benchmarks.clients.Driver;
import io.github.baseframe.benchmarks.clients.DriverResult;
import io.github.baseframe.benchmarks.load.Scenario;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drive}: one client, told what to do on stdin, where the end of the stream ends it. */
@Command(
    name = "drive",
    description = "Runs one client until stdin ends, and does what the lines there say")
final class DriveCommand implements Callable<Integer> {

  /** Opens the connections of a scenario, as {@link #details} writes it. */
  static final String OPEN = "open";

  /**
   * Sends for so many nanoseconds; the result is how many messages came back, in how many
   * nanoseconds, and the percentiles 50 and 99 of the time to an answer in nanoseconds.
   */
  static final String RUN = "run";

  /** Closes the connections. */
  static final String CLOSE = "close";

  private static final String DONE = "done";

  @Parameters(paramLabel = "NAME", description = "The client")
  private Client client;

  @Option(
      names = "--server",
      paramLabel = "URI",
      required = true,
      description = "Where the echo is, such as ws://127.0.0.1:8080/echo")
  private URI server;

  private Driver driver;

  @Override
  public Integer call() throws Exception {
    LogManager.getLogManager().reset();
    Orders.obey(
        Map.of(
            OPEN, this::open,
            RUN, this::run,
            CLOSE, any -> close()));
    return 0;
  }

  /** Returns what belongs to {@link #OPEN}. */
  static String details(Scenario scenario) {
    return String.join(
        " ",
        scenario.shape().toString(),
        Boolean.toString(scenario.text()),
        Integer.toString(scenario.payloadBytes()),
        Integer.toString(scenario.connections()),
        Integer.toString(scenario.inFlight()));
  }

  /** Returns the scenario that belongs to {@link #OPEN}, without name and title. */
  static Scenario scenario(String details) {
    String[] words = details.split(" ");
    int connections = Integer.parseInt(words[3]);
    return new Scenario(
        "",
        "",
        Scenario.Shape.valueOf(words[0]),
        Boolean.parseBoolean(words[1]),
        Integer.parseInt(words[2]),
        connections,
        connections,
        Integer.parseInt(words[4]),
        0);
  }

  private String open(String details) throws Exception {
    driver = Driver.open(client, server, scenario(details));
    return DONE;
  }

  private String run(String nanos) throws Exception {
    DriverResult result = driver.run(Long.parseLong(nanos));
    return String.join(
        " ",
        Long.toString(result.messages()),
        Long.toString(result.nanos()),
        Long.toString(result.latencies().getValueAtPercentile(50)),
        Long.toString(result.latencies().getValueAtPercentile(99)));
  }

  private String close() throws Exception {
    driver.close();
    driver = null;
    return DONE;
  }
}
