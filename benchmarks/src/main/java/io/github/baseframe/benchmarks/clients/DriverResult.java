package io.github.baseframe.benchmarks.clients;

import org.HdrHistogram.Histogram;

/**
 * What a client did in a run.
 *
 * @param nanos how long it was, until the last answer
 * @param messages how many came back
 * @param latencies from sending to the answer, in nanoseconds, of some of them
 */
public record DriverResult(long nanos, long messages, Histogram latencies) {}
