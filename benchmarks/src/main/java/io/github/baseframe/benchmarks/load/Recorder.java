package io.github.baseframe.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Notes what happens during one run. */
final class Recorder {

  private static final long MAX_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram latencies = new Histogram(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
  private final long[] messagesOf;
  private final long cpuAtStart = cpuOfThisThread();
  private final long start = System.nanoTime();
  private long messages;

  /** Begins now. */
  Recorder(int talking) {
    messagesOf = new long[talking];
  }

  long start() {
    return start;
  }

  long messages() {
    return messages;
  }

  /** Counts messages that came to a connection; of those that do not talk, just in the sum. */
  void count(int connection, int completed) {
    messages += completed;
    if (connection < messagesOf.length) {
      messagesOf[connection] += completed;
    }
  }

  void latency(long nanos) {
    latencies.recordValue(Math.min(nanos, MAX_LATENCY_NANOS));
  }

  LoadResult finish(long now) {
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long count : messagesOf) {
      least = Math.min(least, count);
      most = Math.max(most, count);
    }
    return new LoadResult(
        now - start, messages, latencies, least, most, cpuOfThisThread() - cpuAtStart);
  }

  private static long cpuOfThisThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
