package io.github.baseframe.server.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.server.monitoring.ServerStatistics;
import io.github.baseframe.server.monitoring.ServerStatistics.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statistics as text: OpenMetrics 1.0, or the older format 0.0.4 of Prometheus. The two differ
 * in how a counter is announced and in the last line.
 */
public final class MetricsText {

  /** What a client asks for that wants OpenMetrics. */
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

  /**
   * A text.
   *
   * @param contentType what it is
   * @param body the bytes of it
   */
  public record Page(String contentType, byte[] body) {}

  private final StringBuilder text = new StringBuilder();
  private final boolean openMetrics;

  private MetricsText(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /**
   * Writes the text.
   *
   * @param statistics the figures
   * @param accept the header field Accept of who asks; empty where there is none
   * @return a page
   */
  public static Page of(ServerStatistics statistics, String accept) {
    boolean openMetrics = accept.contains(OPEN_METRICS);
    MetricsText text = new MetricsText(openMetrics);
    text.addAll(statistics);
    return new Page(
        openMetrics
            ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8",
        text.end());
  }

  private void addAll(ServerStatistics all) {
    gauge("uptime_seconds", "Time since the start of the server.", seconds(all.uptime()));
    gauge("open_connections", "TCP connections now.", all.connections().open());
    counter("connections", "TCP connections accepted.", all.connections().accepted());
    counter(
        "tls_handshakes",
        "TLS handshakes by outcome.",
        "outcome",
        Map.of("established", all.tls().established(), "failed", all.tls().failed()));
    counter("handshakes", "Opening handshakes answered 101.", all.handshakes().accepted());
    counter("pages", "Pages answered 200.", all.handshakes().pages());
    counter("requests_refused", "Other answers by status.", "status", all.handshakes().refused());
    counter("messages_received", "Messages from peers.", all.received().messages());
    counter("received_bytes", "Bytes from peers, inside of TLS.", all.received().bytes());
    counter("messages_sent", "Messages to peers.", all.sent().messages());
    counter("sent_bytes", "Bytes to peers, inside of TLS.", all.sent().bytes());
    counter("messages_dropped", "Sends that found no room.", all.messagesDropped());
    gauge("send_queue_bytes", "Bytes that wait in all send queues.", all.queuedBytes());
    gauge("held_bytes", "Memory that all connections hold.", all.heldBytes());
    counter("closes", "Ended WebSocket connections by close code.", "code", all.closes());
    counter("broken_rules", "Rules that peers broke.", "rule", all.brokenRules());
    counter("limit_hits", "Other limits that were reached.", "limit", all.limitHits());
    addLoops(all.loops());
  }

  private void addLoops(List<Loop> loops) {
    counter("loop_connections", "Connections given to a loop.", byLoop(loops, Loop::connections));
    gauge("loop_buffers_lent", "Buffers lent by a loop.", byLoop(loops, Loop::buffersLent));
    if (loops.stream().anyMatch(loop -> !loop.measured().isZero())) {
      counter(
          "loop_busy_seconds",
          "Time in which a loop worked.",
          byLoop(loops, loop -> seconds(loop.busy())));
      gauge(
          "loop_longest_turn_seconds",
          "Longest turn of a loop in the last minute or two.",
          byLoop(loops, loop -> seconds(loop.longestTurn())));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_A_SECOND;
  }

  private static Map<Integer, Number> byLoop(List<Loop> loops, Function<Loop, Number> figure) {
    return IntStream.range(0, loops.size())
        .boxed()
        .collect(Collectors.toMap(index -> index, index -> figure.apply(loops.get(index))));
  }

  // ---- The format

  private void gauge(String name, String help, Number value) {
    announce(name, "gauge", help);
    sample(name, "", value);
  }

  private void gauge(String name, String help, Map<Integer, Number> byLoop) {
    announce(name, "gauge", help);
    samples(name, "loop", byLoop);
  }

  private void counter(String name, String help, Number value) {
    announceCounter(name, help);
    sample(name + "_total", "", value);
  }

  private void counter(String name, String help, Map<Integer, Number> byLoop) {
    counter(name, help, "loop", byLoop);
  }

  private void counter(String name, String help, String label, Map<?, ? extends Number> values) {
    announceCounter(name, help);
    samples(name + "_total", label, values);
  }

  /** OpenMetrics names the family, the older format the samples. */
  private void announceCounter(String name, String help) {
    announce(openMetrics ? name : name + "_total", "counter", help);
  }

  private void announce(String name, String type, String help) {
    text.append("# TYPE baseframe_").append(name).append(' ').append(type).append('\n');
    text.append("# HELP baseframe_").append(name).append(' ').append(help).append('\n');
  }

  /** Label values are names and numbers of ours, so that nothing is to be escaped. */
  private void samples(String name, String label, Map<?, ? extends Number> values) {
    values.forEach((key, value) -> sample(name, "{" + label + "=\"" + key + "\"}", value));
  }

  private void sample(String name, String labels, Number value) {
    text.append("baseframe_").append(name).append(labels).append(' ').append(value).append('\n');
  }

  private byte[] end() {
    return text.append(openMetrics ? "# EOF\n" : "").toString().getBytes(UTF_8);
  }
}
