package io.github.baseframe.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What happened during a run of the load generator.
 *
 * @param nanos how long it was
 * @param messages how many messages came back, as expected to the last byte
 * @param latencies from sending to the last byte of the answer, in nanoseconds
 * @param leastOfConnection messages of the talking connection that got the fewest
 * @param mostOfConnection messages of the talking connection that got the most
 * @param generatorCpuNanos CPU time of the load generator
 */
public record LoadResult(
    long nanos,
    long messages,
    Histogram latencies,
    long leastOfConnection,
    long mostOfConnection,
    long generatorCpuNanos) {}
