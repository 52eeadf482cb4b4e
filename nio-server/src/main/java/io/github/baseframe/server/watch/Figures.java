package io.github.baseframe.server.watch;

import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.statistics.Tally;
import io.github.baseframe.nio.statistics.TurnTimes;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.server.monitoring.ServerStatistics;
import io.github.baseframe.server.monitoring.ServerStatistics.Connections;
import io.github.baseframe.server.monitoring.ServerStatistics.Handshakes;
import io.github.baseframe.server.monitoring.ServerStatistics.Loop;
import io.github.baseframe.server.monitoring.ServerStatistics.Tls;
import io.github.baseframe.server.monitoring.ServerStatistics.Traffic;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** Adds up what the event loops of a server have counted. For any thread. */
public final class Figures {

  /**
   * One event loop.
   *
   * @param statistics what it counts
   * @param buffersLent how many buffers it lends now
   */
  public record Source(LoopStatistics statistics, LongSupplier buffersLent) {}

  private final List<Source> loops;

  /**
   * Takes a server's loops.
   *
   * @param loops all of them
   */
  public Figures(List<Source> loops) {
    this.loops = List.copyOf(loops);
  }

  /**
   * Adds up.
   *
   * @param uptime since the start of the server
   * @param openConnections how many there are now
   * @param heldBytes how much memory all of them hold now
   * @return as of now
   */
  public ServerStatistics collect(Duration uptime, long openConnections, long heldBytes) {
    return new ServerStatistics(
        uptime,
        new Connections(openConnections, sum(Count.CONNECTIONS)),
        new Tls(sum(Count.TLS_ESTABLISHED), sum(Count.TLS_FAILED)),
        new Handshakes(
            sum(Count.HANDSHAKES),
            sum(Count.PAGES),
            sum(LoopStatistics::refusals, status -> status)),
        new Traffic(sum(Count.MESSAGES_RECEIVED), sum(Count.BYTES_RECEIVED)),
        new Traffic(sum(Count.MESSAGES_SENT), sum(Count.BYTES_SENT)),
        sum(Count.MESSAGES_DROPPED),
        sum(Count.QUEUED_BYTES),
        heldBytes,
        sum(LoopStatistics::closes, Figures::closeName),
        sum(LoopStatistics::brokenRules, ordinal -> Rule.values()[ordinal].name()),
        sum(LoopStatistics::limitHits, ordinal -> LimitHit.values()[ordinal].name()),
        loops.stream().map(Figures::loop).toList());
  }

  private long sum(Count what) {
    return loops.stream().mapToLong(loop -> loop.statistics().get(what)).sum();
  }

  /** Adds up by name, without what never happened. */
  private <K extends Comparable<K>> SortedMap<K, Long> sum(
      Function<LoopStatistics, Tally> tallies, IntFunction<K> names) {
    SortedMap<K, Long> sums = new TreeMap<>();
    for (Source loop : loops) {
      Tally tally = tallies.apply(loop.statistics());
      for (int i = tally.first(); i <= tally.last(); i++) {
        long count = tally.get(i);
        if (count != 0) {
          sums.merge(names.apply(i), count, Long::sum);
        }
      }
    }
    return Collections.unmodifiableSortedMap(sums);
  }

  private static String closeName(int code) {
    return switch (code) {
      case LoopStatistics.LIBRARY_CODES -> "3000-3999";
      case LoopStatistics.APPLICATION_CODES -> "4000-4999";
      default -> Integer.toString(code);
    };
  }

  private static Loop loop(Source loop) {
    TurnTimes turns = loop.statistics().turns();
    long now = System.nanoTime();
    return new Loop(
        loop.statistics().get(Count.CONNECTIONS),
        loop.buffersLent().getAsLong(),
        Duration.ofNanos(turns.busyNanos(now)),
        Duration.ofNanos(turns.measuredNanos(now)),
        Duration.ofNanos(turns.longestNanos(now)));
  }
}
