package io.github.baseframe.server.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.server.monitoring.ServerStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {

  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0,*/*;q=0.1";

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static ServerStatistics statistics(Duration measured) {
    return new ServerStatistics(
        Duration.ofMillis(1500),
        new ServerStatistics.Connections(2, 3),
        new ServerStatistics.Tls(4, 5),
        new ServerStatistics.Handshakes(6, 7, new TreeMap<>(Map.of(404, 8L, 400, 9L))),
        new ServerStatistics.Traffic(10, 11),
        new ServerStatistics.Traffic(12, 13),
        14,
        15,
        21,
        new TreeMap<>(Map.of("1000", 16L, "3000-3999", 17L)),
        new TreeMap<>(Map.of("RESERVED_BIT", 18L)),
        new TreeMap<>(),
        List.of(
            new ServerStatistics.Loop(
                19, 20, measured.dividedBy(4), measured, Duration.ofMillis(250))));
  }

  private static String text(String accept, Duration measured) {
    return new String(MetricsText.of(statistics(measured), accept).body(), UTF_8);
  }

  @Test
  void openMetricsNamesTheFamilyOfACounterAndEndsInEof() {
    MetricsText.Page page = MetricsText.of(statistics(Duration.ZERO), OPEN_METRICS);

    assertThat(page.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(new String(page.body(), UTF_8))
        .contains("# TYPE baseframe_connections counter\n")
        .contains("\nbaseframe_connections_total 3\n")
        .contains("\nbaseframe_open_connections 2\n")
        .contains("\nbaseframe_requests_refused_total{status=\"404\"} 8\n")
        .contains("\nbaseframe_closes_total{code=\"3000-3999\"} 17\n")
        .endsWith("\n# EOF\n");
  }

  @Test
  void whoDoesNotAskForOpenMetricsGetsTheOlderFormat() {
    MetricsText.Page page = MetricsText.of(statistics(Duration.ZERO), "");

    assertThat(page.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(new String(page.body(), UTF_8))
        .contains("# TYPE baseframe_connections_total counter\n")
        .doesNotContain("# EOF");
  }

  @Test
  void timesOfLoopsAreThereIfTheyAreMeasured() {
    assertThat(text("", Duration.ZERO)).doesNotContain("busy", "longest");
    assertThat(text("", Duration.ofSeconds(2)))
        .contains("\nbaseframe_loop_busy_seconds_total{loop=\"0\"} 0.5\n")
        .contains("\nbaseframe_loop_longest_turn_seconds{loop=\"0\"} 0.25\n");
  }

  /** The grammar of OpenMetrics 1.0, as far as this text makes use of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", OPEN_METRICS})
  void everyLineIsMetadataOrASampleOfTheFamilyAnnouncedBefore(String accept) {
    String family = "";
    String type = "";
    for (String line : text(accept, Duration.ofSeconds(1)).split("\n")) {
      if (line.startsWith("# TYPE ")) {
        assertThat(line).matches("# TYPE baseframe_[a-z_]+ (counter|gauge)");
        family = line.split(" ")[2];
        type = line.split(" ")[3];
      } else if (line.startsWith("# HELP ")) {
        assertThat(line).startsWith("# HELP " + family + " ");
      } else if (!line.equals("# EOF")) {
        boolean suffixed = type.equals("counter") && !accept.isEmpty();
        assertThat(line)
            .matches(
                family
                    + (suffixed ? "_total" : "")
                    + "(\\{[a-z]+=\"[A-Za-z0-9_-]+\"\\})? [0-9]+(\\.[0-9]+)?(E-?[0-9]+)?");
      }
    }
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    boolean there = Files.isExecutable(PROMTOOL);
    assertThat(there || !"true".equals(System.getenv("CI")))
        .as("promtool, of the Debian package prometheus, must be there in CI")
        .isTrue();
    assumeTrue(there, "promtool, of the Debian package prometheus, is not there");

    assertThat(promtool(text("", Duration.ofSeconds(1)))).isEmpty();
    assertThat(promtool("# TYPE a counter\na 1\n")).isNotEmpty();
  }

  private static String promtool(String metrics) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().write(metrics.getBytes(UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() == 0 ? output : output + " exit " + process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
