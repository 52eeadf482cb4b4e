package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A client in a process of its own with open connections.
 *
 * @param process the client
 * @param server who echoes
 */
record ClientContender(MeasuredProcess process, MeasuredProcess server) implements Contender {

  private static final double MICROS = 1e3;
  private static final double SECONDS = 1e9;

  @Override
  public void warmUp(Duration length) throws IOException {
    run(length);
  }

  /** Returns messages, nanoseconds, and the percentiles 50 and 99 in nanoseconds. */
  private long[] run(Duration length) throws IOException {
    String result = process.tell(DriveCommand.RUN, length.toNanos());
    return Arrays.stream(result.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Override
  public Map<Metric, Double> measure(Duration length, Supplier<Duration> cpuTime)
      throws IOException {
    Duration serverBefore = server.cpuTimeOfThreads();
    Duration before = cpuTime.get();
    long[] result = run(length);
    double cpu = cpuTime.get().minus(before).toNanos();
    double serverCpu = server.cpuTimeOfThreads().minus(serverBefore).toNanos();
    double messages = result[0];
    double nanos = result[1];
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.RATE, messages / (nanos / SECONDS));
    figures.put(Metric.CPU, cpu / MICROS / messages);
    figures.put(Metric.P50, result[2] / MICROS);
    figures.put(Metric.P99, result[3] / MICROS);
    figures.put(Metric.CLIENT_BUSY, cpu / nanos);
    figures.put(Metric.SERVER_BUSY, serverCpu / nanos);
    return figures;
  }

  /** Ends the client; its connections end with it. */
  @Override
  public void close() {
    process.close();
  }
}
