package io.github.baseframe.server.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What a server has done so far, and how it is. Each figure is right as of a moment ago; two of
 * them need not be of the same moment.
 *
 * @param uptime since the start of the server
 * @param connections TCP connections
 * @param tls TLS handshakes, all zero where TLS is off
 * @param handshakes opening handshakes, and other requests
 * @param received from peers
 * @param sent to peers
 * @param messagesDropped messages and control frames that found no room in a send queue
 * @param queuedBytes bytes that wait in all send queues now
 * @param heldBytes memory that all connections hold now, as it counts for {@code maxMemoryBytes}
 * @param closes ended WebSocket connections by close code; with {@code "3000-3999"} and {@code
 *     "4000-4999"} for those of libraries and applications
 * @param brokenRules how often peers broke a rule, by the name of the {@link
 *     io.github.baseframe.protocol.Rule}
 * @param limitHits how often other limits were reached, by the name of the limit
 * @param loops the event loops one by one
 */
public record ServerStatistics(
    Duration uptime,
    Connections connections,
    Tls tls,
    Handshakes handshakes,
    Traffic received,
    Traffic sent,
    long messagesDropped,
    long queuedBytes,
    long heldBytes,
    SortedMap<String, Long> closes,
    SortedMap<String, Long> brokenRules,
    SortedMap<String, Long> limitHits,
    List<Loop> loops) {

  /**
   * TCP connections.
   *
   * @param open there are now, those in their opening handshake included
   * @param accepted there were in all
   */
  public record Connections(long open, long accepted) {}

  /**
   * TLS handshakes.
   *
   * @param established both sides agreed
   * @param failed the connection ended before that
   */
  public record Tls(long established, long failed) {}

  /**
   * Answered requests.
   *
   * @param accepted opening handshakes, answered 101
   * @param pages pages, answered 200
   * @param refused all others by status
   */
  public record Handshakes(long accepted, long pages, SortedMap<Integer, Long> refused) {}

  /**
   * What went one way.
   *
   * @param messages whole messages, not control frames
   * @param bytes of HTTP and frames, headers included, inside of TLS
   */
  public record Traffic(long messages, long bytes) {}

  /**
   * One event loop. Times are zero unless {@link Monitoring.Builder#loopTimes} says that they are
   * measured.
   *
   * @param connections it was given in all
   * @param buffersLent buffers that its connections hold now
   * @param busy how long it has worked
   * @param measured how long that was measured
   * @param longestTurn the longest of the turns of the last minute or two, the one under way
   *     included: so long others had to wait
   */
  public record Loop(
      long connections, long buffersLent, Duration busy, Duration measured, Duration longestTurn) {

    /**
     * Returns which part of the time it has worked.
     *
     * @return 0 to 1
     */
    public double busyShare() {
      return measured.isZero() ? 0 : (double) busy.toNanos() / measured.toNanos();
    }
  }
}
