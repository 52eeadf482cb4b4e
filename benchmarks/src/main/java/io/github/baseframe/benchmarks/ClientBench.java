package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.clients.Client;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Measures clients; one and the same server, in another process, echoes for all of them. */
final class ClientBench extends Bench<Client> implements AutoCloseable {

  /** So that classes are loaded and pools filled before memory is measured. */
  private static final int CONNECTIONS_BEFORE_IDLE = 50;

  private final ServerProcess server;

  ClientBench(Conditions conditions) throws IOException {
    super(conditions);
    ServerOptions options = new ServerOptions(1, ServerOptions.MAX_MESSAGE, false, false, false);
    // It inherits the core of this process, which has nothing to do meanwhile.
    server = ServerProcess.start(Entrant.of(Peer.BASEFRAME), options, List.of());
  }

  private MeasuredProcess startProcess(Entrant<Client> entrant, List<String> heap)
      throws IOException {
    String uri = "ws://127.0.0.1:" + server.address().getPort() + "/echo";
    return MeasuredProcess.start(
        conditions.cores().pinMeasured(1),
        heap,
        entrant.jars(),
        List.of("drive", entrant.kind().toString(), "--server=" + uri));
  }

  @Override
  Contender start(Entrant<Client> entrant, Scenario scenario) throws IOException {
    MeasuredProcess process = startProcess(entrant, MeasuredProcess.FIXED_HEAP);
    try {
      process.tell(DriveCommand.OPEN, DriveCommand.details(scenario));
      Contender contender = new ClientContender(process, server.process());
      contender.warmUp(conditions.warmUp());
      return contender;
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Not where connections end: the CPU time of their threads would be lost with them. */
  @Override
  boolean takesTurns(Scenario scenario) {
    return super.takesTurns(scenario) && scenario.shape() != Shape.CONNECT;
  }

  @Override
  Map<Metric, Double> memory(Entrant<Client> entrant, Scenario scenario) throws IOException {
    try (MeasuredProcess process = startProcess(entrant, MeasuredProcess.SHRINKING_HEAP)) {
      int threads = process.threads();
      Scenario few =
          Scenario.echo(
              "warm-up", "", scenario.text(), scenario.payloadBytes(), CONNECTIONS_BEFORE_IDLE, 1);
      open(process, few, conditions.warmUp());
      process.tell(DriveCommand.CLOSE);
      double heap = process.liveHeap();
      OptionalLong resident = process.residentBytes();
      open(process, scenario, Duration.ZERO);
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      int connections = scenario.connections();
      figures.put(Metric.THREADS, (double) (process.threads() - threads));
      figures.put(Metric.HEAP_PER_CONNECTION, (process.liveHeap() - heap) / connections);
      OptionalLong residentNow = process.residentBytes();
      if (resident.isPresent() && residentNow.isPresent()) {
        double more = residentNow.getAsLong() - resident.getAsLong();
        figures.put(Metric.RSS_PER_CONNECTION, more / connections);
      }
      writeHistogram(process, entrant, scenario);
      return withResidentMemory(figures, process);
    }
  }

  /** Opens connections and sends on them; for no time at all, which is one message on each. */
  private static void open(MeasuredProcess process, Scenario scenario, Duration length)
      throws IOException {
    process.tell(DriveCommand.OPEN, DriveCommand.details(scenario));
    process.tell(DriveCommand.RUN, length.toNanos());
  }

  /** Ends the server. */
  @Override
  public void close() {
    server.close();
  }
}
